import HTTPTypes
import PayCore
import PayDomain
import PaySandbox
import TestSupport
import Testing

@testable import PayHTTP

/// A user changes the password to sign in with.
@Suite struct ChangePasswordTests {
    private static let new = "seven green dragons"

    @Test func everythingElseEndsAndThisBrowserGoesOnUnderANewID() async throws {
        try await Sandbox.run { sandbox in
            let here = try await AccountBrowser("alice", of: sandbox)
            let there = try await AccountBrowser("alice", of: sandbox)
            let tokens = try await sandbox.signIn(uid: Sandbox.alice)
            let earlier = try #require(here.session)
            let form = try await here.open(AccountBrowser.password)
            #expect(form.html.contains("signed out on all other devices and in all apps"))
            let answer = try await here.changePassword("alice-password", to: Self.new, again: Self.new)
            #expect(answer.status == 303 && answer.location == AccountBrowser.security)
            #expect(!answer.headers.contains { $0.value.contains("dragons") })

            let later = try #require(here.session)
            #expect(later != earlier && later.utf8.count == 64)
            let view = try await here.open(AccountBrowser.security)
            #expect(view.html.contains("Your password was changed") && view.html.contains(#"role="status""#))
            #expect(try await here.sessionNames().isEmpty)
            #expect(try await !there.isSignedIn())
            let thief = TestBrowser(sandbox)
            thief.setCookie("imugi", earlier)
            #expect(try await thief.open(AccountBrowser.security).html.contains("Sign in to your account"))
            // Forms that were open with the session before are of no use any more.
            let stale = try await here.browser.press("end_other_sessions", on: form)
            #expect(stale.status == 403)

            #expect(try await sandbox.status(of: tokens.access) == 11_020)
            #expect(try await sandbox.send(Sandbox.refreshPath, tokens.pair).code == 11_024)
            #expect(try await sandbox.isPassword(Self.new, of: Sandbox.alice))
            #expect(try await sandbox.isPassword("123456", of: Sandbox.alice, .tradePassword))
            _ = try await AccountBrowser("alice", of: sandbox, password: Self.new)
        }
    }

    @Test func aWrongPasswordIsAnsweredTheSameAndCounted() async throws {
        try await Sandbox.run { sandbox in
            let alice = try await AccountBrowser("alice", of: sandbox)
            func html(_ password: String) async throws -> String {
                let view = try await alice.changePassword(password, to: Self.new)
                #expect(view.status == 200 && view.headers[values: .setCookie].isEmpty)
                return view.html
            }
            let first = try await html("wrong")
            #expect(first.contains("This password is wrong. Nothing was changed."))
            #expect(
                first.contains(#"id="password-error" role="alert""#)
                    && first.contains(#"aria-describedby="password-error" aria-invalid="true" autofocus"#))
            #expect(!first.contains("wrong\""))
            #expect(try await html("alice-passwor") == first)
            #expect(try await html("123456") == first)
            for _ in 4...SignInThrottle.maximumTries { #expect(try await html("wrong") == first) }
            // The right one is not looked at either, and a stolen session guesses no more.
            for password in ["wrong", "alice-password"] {
                let refused = try await alice.changePassword(password, to: Self.new)
                #expect(refused.status == 429 && refused.html.contains("Too many tries. Nothing was changed."))
            }
            #expect(try await sandbox.isPassword("alice-password", of: Sandbox.alice))
            // Its owner is locked out of nothing else.
            _ = try await AccountBrowser("alice", of: sandbox)
            let url = try await sandbox.payURL(Sandbox.applyBody("p1", volume: "1"))
            #expect(try await sandbox.answerPayment(url, uid: Sandbox.alice).status == 200)
            try await sandbox.advance(SignInThrottle.window)
            #expect(try await alice.changePassword("alice-password", to: Self.new).status == 303)
        }
    }

    /// ASVS 6.2.1, 6.2.4, 6.2.9.
    @Test(arguments: [
        (String(repeating: "ab", count: 3) + "c", "at least 8 characters"), ("", "Enter the new one"),
        (String(repeating: "ab", count: 64) + "c", "at most 128 characters"), ("password", "first passwords that are tried"),
        ("Password1", "first passwords that are tried"), ("aaaaaaaaaaaa", "first passwords that are tried"),
        ("with\ta tab", "cannot be typed"), ("alice-password", "the one you have now"), ("123456", "at least 8 characters"),
    ])
    func whatIsNotTakenIsToldAtItsField(_ password: String, _ reason: String) async throws {
        try await Sandbox.run { sandbox in
            let alice = try await AccountBrowser("alice", of: sandbox)
            let view = try await alice.changePassword("alice-password", to: password)
            #expect(view.status == 200 && view.html.contains(reason), "\(view.html)")
            #expect(view.html.contains(#"id="new_password-error" role="alert""#))
            #expect(view.html.contains(#"aria-describedby="new_password-error new_password-hint" aria-invalid="true" autofocus"#))
            #expect(view.html.contains("<title>Error: "))
            #expect(password.isEmpty || !view.html.contains(#"value="\#(password)""#))
            #expect(try await sandbox.isPassword("alice-password", of: Sandbox.alice))
            #expect(try await alice.isSignedIn())
        }
    }

    @Test(arguments: [8, 64, 128])
    func longAndShortOnesAreTaken(_ length: Int) async throws {
        try await Sandbox.run { sandbox in
            let alice = try await AccountBrowser("alice", of: sandbox)
            let password = String(repeating: "한b", count: length / 2)
            #expect(try await alice.changePassword("alice-password", to: password).status == 303)
            #expect(try await sandbox.isPassword(password, of: Sandbox.alice))
        }
    }

    @Test func theTwoPasswordsDifferAndTheTwoEntriesDoNot() async throws {
        try await Sandbox.run { sandbox in
            let alice = try await AccountBrowser("alice", of: sandbox)
            #expect(try await alice.changeTradePassword("alice-password", "123456", to: "trade dragons").status == 303)
            let same = try await alice.changePassword("alice-password", to: "trade dragons")
            #expect(same.status == 200 && same.html.contains("This is your trade password"))
            let name = try await alice.changePassword("alice-password", to: "Alice")
            #expect(name.html.contains("at least 8 characters"))
            let typo = try await alice.changePassword("alice-password", to: Self.new, again: "seven green dragon")
            #expect(typo.status == 200 && typo.html.contains("The two entries are not the same"))
            #expect(try await alice.changePassword("", to: Self.new).html.contains("Enter the password you sign in with"))
            #expect(try await sandbox.isPassword("alice-password", of: Sandbox.alice))
        }
    }

    /// That the two passwords are the same is told; so it can be asked no more often than a wrong trade password can be entered.
    @Test func whoKnowsThePasswordCannotGuessTheTradePasswordByIt() async throws {
        try await Sandbox.run { sandbox in
            let alice = try await AccountBrowser("alice", of: sandbox)
            var present = "alice-password"
            for number in 1...sandbox.platform.settings.tradePasswordTries {
                let next = "guess number \(number)"
                #expect(try await alice.changePassword(present, to: next).status == 303)
                present = next
            }
            let refused = try await alice.changePassword(present, to: "guess number 6")
            #expect(refused.status == 429)
            #expect(try await sandbox.isPassword(present, of: Sandbox.alice))
            // Nobody else is kept from it, and the user for as long as a lock lasts.
            let bob = try await AccountBrowser("bob", of: sandbox)
            #expect(try await bob.changePassword("bob-password", to: Self.new).status == 303)
            try await sandbox.advance(sandbox.platform.settings.tradePasswordLock)
            let later = try await AccountBrowser("alice", of: sandbox, password: present)
            #expect(try await later.changePassword(present, to: "guess number 6").status == 303)
        }
    }
}
