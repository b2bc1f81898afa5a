import PayCore
import PayDomain
import Testing

@testable import PayServer

@Suite struct UserCommandsTests {
    @Test func aUserSignsInWithThePasswordThatWasSet() async throws {
        try await OperatorFixture.run { (platform) async throws in
            let created = try await platform.perform(
                .createUser(CreateUser.Request(name: "alice", password: "correct horse", tradePassword: "987654"))
            )
            #expect(created["uid"] as? Int == 1_000_000 && created["name"] as? String == "alice")
            #expect(created["can_sign_in"] as? Bool == true && created["has_trade_password"] as? Bool == true)
            #expect(created["payments_frozen"] as? Bool == false)
            _ = try await SignIn(platform.platform).run(name: "alice", password: "correct horse")
            await #expect(throws: SignInFailure.wrong) { try await SignIn(platform.platform).run(name: "alice", password: "987654") }

            let selector = UserSelector(name: "alice")
            try await platform.perform(.setPassword(SetPassword.Request(user: selector, password: "battery staple")))
            _ = try await SignIn(platform.platform).run(name: "alice", password: "battery staple")
            await #expect(throws: SignInFailure.wrong) {
                try await SignIn(platform.platform).run(name: "alice", password: "correct horse")
            }
        }
    }

    @Test func aUserWithoutPasswordsCannotSignIn() async throws {
        try await OperatorFixture.run { (platform) async throws in
            let created = try await platform.perform(.createUser(CreateUser.Request(name: "vault")))
            #expect(created["can_sign_in"] as? Bool == false && created["has_trade_password"] as? Bool == false)
            await #expect(throws: SignInFailure.wrong) { try await SignIn(platform.platform).run(name: "vault", password: "") }
        }
    }

    @Test func aUserShowsWhatKeepsItFromPaying() async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            let selector = UserSelector(name: "alice")
            func canPay() async throws -> String? {
                let text = try await platform.operators.perform(.showUser(selector)).text
                return text.split(separator: "\n").first { $0.contains("can pay") }.map {
                    $0.split(separator: " ").dropFirst(2).joined(separator: " ")
                }
            }
            #expect(try await canPay() == "yes")

            let alice = try #require(try await platform.platform.store.user(named: "alice"))
            let now = platform.platform.clock.now()
            func useUpTheOnlyTry(lockEnd: Timestamp) async throws {
                _ = try await platform.platform.store.beginTradePasswordTry(alice.id, now: now, limit: 1, lockEnd: lockEnd)
            }
            let end = Timestamp(seconds: 4_107_542_399)
            try await useUpTheOnlyTry(lockEnd: end)
            #expect(try await canPay() == "no, wrong trade passwords have locked it until 2100-02-28 23:59:59 UTC")
            let shown = try await platform.perform(.showUser(selector))
            #expect(shown["trade_password_lock_end"] as? Int64 == end.nanoseconds)

            try await platform.platform.store.clearTradePasswordTries(alice.id)
            #expect(try await canPay() == "yes")
            try await useUpTheOnlyTry(lockEnd: now)
            #expect(try await canPay() == "yes", "a lock that has ended is none")

            try await platform.perform(.freezePayments(FreezePayments.Request(user: selector, isFrozen: true)))
            #expect(try await canPay() == "no, payments are frozen")
            try await platform.perform(.enableUser(EnableUser.Request(user: selector, isEnabled: false)))
            #expect(try await canPay() == "no, the user is disabled")
        }
    }

    @Test func numbersAreGivenOutUpwardsAroundChosenOnes() async throws {
        try await OperatorFixture.run { (platform) async throws in
            func create(_ name: String, _ uid: Int64? = nil) async throws -> Int? {
                try await platform.perform(.createUser(CreateUser.Request(uid: uid, name: name)))["uid"] as? Int
            }
            #expect(try await create("a") == 1_000_000)
            #expect(try await create("b", 5) == 5)
            #expect(try await create("c") == 1_000_001)
            #expect(try await create("d", 2_000_000) == 2_000_000)
            #expect(try await create("e") == 2_000_001)
            let taken = await platform.refusal(.createUser(CreateUser.Request(uid: 5, name: "f")))
            #expect(taken.field == "uid" && taken.message == "There is a user 5 already.")
            let named = await platform.refusal(.createUser(CreateUser.Request(name: "a")))
            #expect(named.field == "name" && named.message == #"There is a user named "a" already."#)
        }
    }

    @Test func usersMadeAtTheSameTimeDiffer() async throws {
        try await OperatorFixture.run { (platform) async throws in
            let numbers = try await withThrowingTaskGroup(of: Int?.self) { group in
                for index in 0..<20 {
                    group.addTask { try await platform.perform(.createUser(CreateUser.Request(name: "user-\(index)")))["uid"] as? Int }
                }
                return try await group.reduce(into: Set<Int>()) { if let number = $1 { $0.insert(number) } }
            }
            #expect(numbers == Set(1_000_000..<1_000_020))
        }
    }

    /// ASVS 6.2.1, 6.2.4, 6.2.9.
    @Test(arguments: [
        (String(repeating: "ab", count: 3) + "c", false), (String(repeating: "ab", count: 4), true),
        (String(repeating: "ab", count: 32), true),
        (String(repeating: "ab", count: 64), true), (String(repeating: "ab", count: 64) + "c", false), ("", false),
        // Eight characters in any script count, and invisible marks do not make one longer than it is.
        ("비밀번호가길어요", true), ("가나다라마바사", false), ("password", false), ("Password1", false), ("QWERTYUIOP", false),
        ("aaaaaaaaaaaa", false), ("alice-wonder", false), ("Alice-Wonder", false), ("two words here", true), ("with\nline end", false),
        ("with\u{0}nul!!", false),
    ])
    func passwordsHaveRules(_ password: String, _ isTaken: Bool) async throws {
        try await OperatorFixture.run { (platform) async throws in
            let request = OperatorRequest.createUser(CreateUser.Request(name: "alice-wonder", password: password))
            if isTaken {
                try await platform.perform(request)
            } else {
                let refusal = await platform.refusal(request)
                #expect(refusal.code == 8 && refusal.field == "password")
                #expect(["", "password"].contains(password) || !refusal.description.contains(password))
            }
        }
    }

    @Test(arguments: [("12345", false), ("123456", true), ("12345\n", false), (String(repeating: "1", count: 129), false)])
    func tradePasswordsHaveRules(_ password: String, _ isTaken: Bool) async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.perform(.createUser(CreateUser.Request(name: "alice")))
            let request = OperatorRequest.setTradePassword(
                SetTradePassword.Request(user: UserSelector(name: "alice"), tradePassword: password)
            )
            if isTaken {
                let changed = try await platform.perform(request)
                #expect(changed["has_trade_password"] as? Bool == true)
            } else {
                let refusal = await platform.refusal(request)
                #expect(refusal.code == 8 && refusal.field == "trade_password")
            }
        }
    }

    @Test func theTwoPasswordsDiffer() async throws {
        try await OperatorFixture.run { (platform) async throws in
            let same = CreateUser.Request(name: "bob", password: "correct horse", tradePassword: "correct horse")
            #expect(await platform.refusal(.createUser(same)).field == "trade_password")
            try await platform.perform(
                .createUser(CreateUser.Request(name: "alice", password: "correct horse", tradePassword: "battery staple"))
            )
            let alice = UserSelector(name: "alice")
            let trade = SetTradePassword.Request(user: alice, tradePassword: "correct horse")
            #expect(await platform.refusal(.setTradePassword(trade)).field == "trade_password")
            let password = SetPassword.Request(user: alice, password: "battery staple")
            #expect(await platform.refusal(.setPassword(password)).field == "trade_password")
        }
    }

    @Test func aNewTradePasswordEndsTheLock() async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            let store = platform.platform.store
            let alice = try #require(try await store.user(named: "alice"))
            let now = platform.platform.clock.now()
            let end = now.advanced(bySeconds: 7_200)
            for _ in 0..<5 { _ = try await store.beginTradePasswordTry(alice.id, now: now, limit: 5, lockEnd: end) }
            #expect(try await store.beginTradePasswordTry(alice.id, now: now, limit: 5, lockEnd: end) == .locked(until: end))
            try await platform.perform(
                .setTradePassword(SetTradePassword.Request(user: UserSelector(name: "alice"), tradePassword: "abcdef"))
            )
            #expect(try await store.beginTradePasswordTry(alice.id, now: now, limit: 5, lockEnd: end) == .allowed(triesLeft: 4))
        }
    }

    /// Whoever talks support into a new trade password is not to empty the account before its owner notices.
    @Test func replacingATradePasswordFreezesPaymentsUntilTheyAreUnfrozen() async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            try await platform.perform(.createUser(CreateUser.Request(name: "bob")))
            func set(_ name: String, _ tradePassword: String) async throws -> OperatorReply {
                let request = SetTradePassword.Request(user: UserSelector(name: name), tradePassword: tradePassword)
                return try await platform.operators.perform(.setTradePassword(request))
            }
            guard case .user(let bob) = try await set("bob", "first-one") else { return }
            #expect(bob.paymentsFrozenUntil == nil && bob.hasTradePassword, "a first one replaces none")

            let before = platform.platform.clock.now()
            guard case .user(let alice) = try await set("alice", "another-one") else { return }
            let end = Timestamp(nanoseconds: try #require(alice.paymentsFrozenUntil))
            #expect((before.advanced(bySeconds: 86_400)...platform.platform.clock.now().advanced(bySeconds: 86_400)).contains(end))
            #expect(!alice.paymentsFrozen)
            let shown = try await platform.operators.perform(.showUser(UserSelector(name: "alice")))
            let until = UTCTime.text(end)
            #expect(shown.text.contains("no, payments are frozen until \(until) since the trade password was changed"))
            #expect(
                try await platform.perform(.showUser(UserSelector(name: "alice")))["payments_frozen_until"] as? Int64 == end.nanoseconds)
            #expect(try await platform.operators.perform(.listUsers(limit: 9)).text.contains("frozen until \(until)"))

            try await platform.perform(platform.deposit("9", to: "alice", reference: "d"))
            let spot = AccountSelector(user: UserSelector(name: "alice"), coinCode: "usdt", account: "spot")
            let transfer = OperatorRequest.transferMoney(TransferMoney.Request(account: spot, volume: "1", reference: "t"))
            let refusal = await platform.refusal(transfer)
            #expect(refusal.code == 1_266 && refusal.advice?.contains("imugi user unfreeze --uid \(alice.uid)") == true)

            let unfreeze = FreezePayments.Request(user: UserSelector(name: "alice"), isFrozen: false)
            let unfrozen = try await platform.perform(.freezePayments(unfreeze))
            #expect(unfrozen["payments_frozen_until"] == nil)
            try await platform.perform(transfer)
        }
    }

    @Test func freezingTwiceIsTheSameAsOnce() async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            let alice = UserSelector(name: "alice")
            for isFrozen in [true, true, false, false] {
                let reply = try await platform.perform(.freezePayments(FreezePayments.Request(user: alice, isFrozen: isFrozen)))
                #expect(reply["payments_frozen"] as? Bool == isFrozen)
                #expect(try await platform.platform.store.user(named: "alice")?.paymentsFrozen == isFrozen)
            }
        }
    }

    /// An app's money stops with the app: freezing its account would stop nothing.
    @Test func theAccountOfAnAppIsNotFrozen() async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            let app = try #require(platform.platform.directory.current.apps.values.first)
            let manager = UserSelector(uid: app.manager.number)
            let request = OperatorRequest.freezePayments(FreezePayments.Request(user: manager, isFrozen: true))
            let refusal = await #expect(throws: OperatorRefusal.self) { try await platform.perform(request) }
            #expect(refusal.map { "\($0)" }?.contains("imugi app disable \(app.id)") == true)
        }
    }

    @Test func usersAreNamedByNumberByNameOrByBoth() async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            for selector in [UserSelector(uid: 1_000_001), UserSelector(name: "alice"), UserSelector(uid: 1_000_001, name: "alice")] {
                #expect(try await platform.perform(.showUser(selector))["uid"] as? Int == 1_000_001)
            }
            let wrong: [(UserSelector, String)] = [
                (UserSelector(), "uid"), (UserSelector(uid: 7), "uid"), (UserSelector(uid: 0), "uid"), (UserSelector(name: "bob"), "name"),
                (UserSelector(uid: 1_000_000, name: "alice"), "uid"),
            ]
            for (selector, field) in wrong {
                let refusal = await platform.refusal(.showUser(selector))
                #expect(refusal.code == 8 && refusal.field == field)
            }
        }
    }

    @Test func listsSayWhetherThereAreMore() async throws {
        try await OperatorFixture.run { (platform) async throws in
            for name in ["c", "a", "b"] { try await platform.perform(.createUser(CreateUser.Request(name: name))) }
            guard case .users(let two, more: true) = try await platform.operators.perform(.listUsers(limit: 2)) else {
                Issue.record("there are more than two")
                return
            }
            #expect(two.map(\.name) == ["c", "a"])
            guard case .users(let three, more: false) = try await platform.operators.perform(.listUsers(limit: 3)) else {
                Issue.record("there are three")
                return
            }
            #expect(three.map(\.name) == ["c", "a", "b"])
            for limit in [0, -1, 10_001] { #expect(await platform.refusal(.listUsers(limit: limit)).field == "limit") }
        }
    }
}
