import PayCore
import PayDomain
import PaySandbox
import TestSupport
import Testing

@testable import PayHTTP

/// A user sets or changes the trade password.
@Suite struct ChangeTradePasswordTests {
    private static let new = "trade dragons"

    @Test func nothingIsPaidForADayAndThePageSaysSoBefore() async throws {
        try await Sandbox.run { sandbox in
            let alice = try await AccountBrowser("alice", of: sandbox)
            let tokens = try await sandbox.signIn(uid: Sandbox.alice)
            let url = try await sandbox.payURL(Sandbox.applyBody("p1", volume: "1"))
            let form = try await alice.open(AccountBrowser.tradePassword)
            #expect(form.html.contains("nothing can be paid from your account for 24 hours after the change"))
            let answer = try await alice.changeTradePassword("alice-password", "123456", to: Self.new)
            #expect(answer.status == 303 && answer.location == AccountBrowser.security)
            let until = try #require(try await sandbox.user(Sandbox.alice).paymentsFrozenUntil)
            let time = PageTime.english(CivilMinute(startingAt: until)).shown
            let view = try await alice.open(AccountBrowser.security)
            #expect(view.html.contains("Your trade password was changed.") && view.html.contains(time))
            // The notice goes, and a warning takes its place.
            let later = try await alice.open(AccountBrowser.security)
            #expect(!later.html.contains("notice-good") && later.html.contains("notice-warn") && later.html.contains(time))

            // A payment that was open, and one of the open account.
            let pay = try await alice.browser.open(url)
            #expect(pay.html.contains(time) && !pay.html.contains("value=\"confirm\""))
            let confirmed = try await sandbox.answerPayment(url, uid: Sandbox.alice, password: Self.new)
            #expect(confirmed.status == 409 && String(decoding: confirmed.body, as: UTF8.self).contains("1266"))
            func payApp(_ tradeNo: String) async throws -> Int? {
                try await sandbox.send(OpenAccountTests.payAppPath, OpenAccountTests.payApp(tradeNo, payToken: tokens.pay)).code
            }
            #expect(try await payApp("o1") == 1266)
            #expect(try await sandbox.status(of: tokens.access) == 1)
            #expect(try await sandbox.isPassword(Self.new, of: Sandbox.alice, .tradePassword))

            try await sandbox.advance(24 * 60 * 60)
            let next = try await sandbox.payURL(Sandbox.applyBody("p2", volume: "1"))
            #expect(try await sandbox.answerPayment(next, uid: Sandbox.alice, password: "123456").status == 409)
            #expect(try await sandbox.answerPayment(next, uid: Sandbox.alice, password: Self.new).status == 200)
            #expect(try await sandbox.ledgerHolds())
        }
    }

    @Test func theFirstOneIsSetAndFreezesNothing() async throws {
        try await Sandbox.run { sandbox in
            let operators = try await sandbox.user(Sandbox.bob)
            let uid = try #require(UserID(1_000_050))
            let user = User(
                id: uid, name: "erin", passwordHash: try await sandbox.platform.passwords.hash("erin-password"), tradePasswordHash: nil,
                paymentsFrozen: false)
            try await sandbox.platform.change(.addUser(user))
            #expect(operators.tradePasswordHash != nil)
            let erin = try await AccountBrowser("erin", of: sandbox)
            #expect(try await erin.open(AccountBrowser.security).html.contains("You have none yet"))
            let form = try await erin.open(AccountBrowser.tradePassword)
            #expect(!form.html.contains(#"id="trade_password""#) && !form.html.contains("24 hours"))
            #expect(try await erin.changeTradePassword("wrong", "", to: Self.new).html.contains("This password is wrong"))
            #expect(
                try await erin.changeTradePassword("erin-password", "", to: "erin-password").html.contains("the password you sign in with"))
            #expect(try await erin.changeTradePassword("erin-password", "whatever", to: Self.new).status == 303)
            let view = try await erin.open(AccountBrowser.security)
            #expect(view.html.contains("Your trade password is set") && !view.html.contains("Nothing can be paid"))
            #expect(try await sandbox.user(1_000_050).paymentsFrozenUntil == nil)
            #expect(try await sandbox.isPassword(Self.new, of: 1_000_050, .tradePassword))
        }
    }

    @Test func wrongTradePasswordsAreCountedAndLocked() async throws {
        try await Sandbox.run { sandbox in
            let alice = try await AccountBrowser("alice", of: sandbox)
            // A wrong password takes no try of the trade password.
            for _ in 0..<3 {
                let view = try await alice.changeTradePassword("wrong", "123456", to: Self.new)
                #expect(view.html.contains(#"id="password-error" role="alert""#))
            }
            for left in [4, 3, 2] {
                let view = try await alice.changeTradePassword("alice-password", "654321", to: Self.new)
                #expect(view.html.contains("You have \(left) tries left") && view.html.contains(#"id="trade_password-error" role="alert""#))
            }
            #expect(try await alice.changeTradePassword("alice-password", "654321", to: Self.new).html.contains("one more wrong try"))
            let locked = try await alice.changeTradePassword("alice-password", "654321", to: Self.new)
            #expect(locked.html.contains("It is locked until"))
            #expect(try await alice.changeTradePassword("alice-password", "123456", to: Self.new).html.contains("It is locked until"))
            #expect(try await alice.open(AccountBrowser.security).html.contains("It is locked until"))
            #expect(try await sandbox.isPassword("123456", of: Sandbox.alice, .tradePassword))
            // One lock, whatever the trade password is asked for.
            let url = try await sandbox.payURL(Sandbox.applyBody("p1", volume: "1"))
            #expect(try await sandbox.answerPayment(url, uid: Sandbox.alice).status == 409)
        }
    }

    @Test(arguments: [
        ("12345", "at least 6 characters"), (String(repeating: "1", count: 129), "at most 128 characters"), ("12345\t6", "cannot be typed"),
        ("123456", "the one you have now"), ("alice-password", "the password you sign in with"), ("", "Enter the new one"),
    ])
    func whatIsNotTakenIsToldAtItsField(_ password: String, _ reason: String) async throws {
        try await Sandbox.run { sandbox in
            let alice = try await AccountBrowser("alice", of: sandbox)
            let view = try await alice.changeTradePassword("alice-password", "123456", to: password)
            #expect(view.status == 200 && view.html.contains(reason) && view.html.contains(#"id="new_trade_password-error" role="alert""#))
            #expect(
                try await alice.changeTradePassword("alice-password", "", to: Self.new).html.contains("Enter your current trade password"))
            #expect(try await sandbox.user(Sandbox.alice).paymentsFrozenUntil == nil)
            #expect(try await sandbox.isPassword("123456", of: Sandbox.alice, .tradePassword))
        }
    }

    /// The two are replaced at the same moment with one text: the one that comes second finds out.
    @Test(arguments: [PasswordKind.password, .tradePassword])
    func theTwoNeverBecomeTheSame(first: PasswordKind) async throws {
        try await Sandbox.run { sandbox in
            let given = sandbox.platform
            let alice = try await sandbox.user(Sandbox.alice).id
            @Sendable func change(_ kind: PasswordKind, on platform: Platform) async throws {
                let origin = SignInOrigin()
                switch kind {
                case .password:
                    let request = ChangePassword.Request(present: "alice-password", new: Self.new)
                    _ = try await ChangePassword(platform).run(request, of: alice, from: origin)
                case .tradePassword:
                    let request = ChangeTradePassword.Request(password: "alice-password", present: "123456", new: Self.new)
                    try await ChangeTradePassword(platform).run(request, of: alice, from: origin)
                }
            }
            // While the other one is being hashed, after everything was checked, this one is made on another node.
            let passwords = InterruptedHashing(given.passwords) { try await change(first, on: given) }
            let node = Platform(
                store: given.store, directory: given.directory, clock: given.clock, passwords: passwords, formKey: given.formKey,
                settings: given.settings, callbacks: .none)
            let second: PasswordKind = first == .password ? .tradePassword : .password
            let failure = await #expect(throws: PasswordChangeFailure.self) { try await change(second, on: node) }
            // Looked at anew, the new text is the other one's; or the password that was shown is the old one.
            #expect(failure == (first == .password ? .passwordWrong : .refused(.isOther)))
            #expect(try await sandbox.isPassword(Self.new, of: Sandbox.alice, first))
            #expect(try await !sandbox.isPassword(Self.new, of: Sandbox.alice, second))
        }
    }
}

/// Passwords of which the first is hashed only after something else has happened.
private struct InterruptedHashing: PasswordHasher {
    private let passwords: any PasswordHasher
    private let interruption: @Sendable () async throws -> Void
    private let isFirst = Locked(true)

    init(_ passwords: any PasswordHasher, interruption: @escaping @Sendable () async throws -> Void) {
        self.passwords = passwords
        self.interruption = interruption
    }

    func hash(_ password: String) async throws -> String {
        let isFirst = isFirst.withLock { isFirst in
            defer { isFirst = false }
            return isFirst
        }
        if isFirst { try await interruption() }
        return try await passwords.hash(password)
    }

    func verify(_ password: String, for caller: PasswordCaller, against hash: () async throws -> String?) async throws -> Bool {
        try await passwords.verify(password, for: caller, against: hash)
    }
}
