import PayCore
import PayDomain
import Testing

@Suite struct MoneyCommandsTests {
    @Test func aDepositArrivesOnceForEachReference() async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            let first = try await platform.perform(platform.deposit("12.5", to: "alice", reference: "bank:1"))
            #expect(first["kind"] as? String == "deposit" && first["repeated"] as? Bool == false && first["volume"] as? String == "12.5")
            let again = try await platform.perform(platform.deposit("12.500000", to: "alice", reference: "bank:1"))
            #expect(again["repeated"] as? Bool == true)
            #expect(try await platform.holding("alice")?.total == "12.5")

            for other in [
                platform.deposit("12.6", to: "alice", reference: "bank:1"),
                platform.deposit("12.5", to: "shop-manager", reference: "bank:1"),
                platform.deposit("12.5", to: "alice", reference: "bank:1", kind: .withdrawal),
                platform.deposit("12.5", to: "alice", reference: "bank:1", account: "open"),
            ] {
                let refusal = await platform.refusal(other)
                #expect(refusal.code == 8 && refusal.field == "reference")
            }
            #expect(try await platform.holding("alice")?.total == "12.5")
        }
    }

    @Test func oneReferenceManyTimesAtOnceIsOneDeposit() async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            let fresh = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<32 {
                    group.addTask {
                        try await platform.perform(platform.deposit("1", to: "alice", reference: "x"))["repeated"] as? Bool == false
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(fresh == 1)
            #expect(try await platform.holding("alice")?.total == "1")
        }
    }

    @Test func aWithdrawalTakesNoMoreThanIsAvailable() async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            try await platform.perform(platform.deposit("10", to: "alice", reference: "in"))
            try await platform.perform(platform.deposit("4", to: "alice", reference: "out", kind: .withdrawal))
            let refusal = await platform.refusal(platform.deposit("6.000001", to: "alice", reference: "out2", kind: .withdrawal))
            #expect(refusal.code == PlatformCode.balanceTooSmall.rawValue)
            // A refused reference was not used.
            let done = try await platform.perform(platform.deposit("6", to: "alice", reference: "out2", kind: .withdrawal))
            #expect(done["repeated"] as? Bool == false)
            let again = try await platform.perform(platform.deposit("6", to: "alice", reference: "out2", kind: .withdrawal))
            #expect(again["repeated"] as? Bool == true)
            #expect(try await platform.holding("alice")?.total == "0")
        }
    }

    @Test func holdsFreezeUntilTheyAreReleased() async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            try await platform.perform(platform.deposit("10", to: "alice", reference: "in"))
            let account = AccountSelector(user: UserSelector(name: "alice"), coinCode: "usdt")
            let hold = OperatorRequest.holdBalance(HoldBalance.Request(account: account, volume: "7", reference: "case-1"))
            let release = OperatorRequest.releaseHold(ReleaseHold.Request(account: account, reference: "case-1"))

            #expect(await platform.refusal(release).field == "reference")
            #expect(try await platform.perform(hold)["repeated"] as? Bool == false)
            #expect(try await platform.perform(hold)["repeated"] as? Bool == true)
            #expect(try await platform.holding("alice")?.available == "3")
            let spending = await platform.refusal(platform.deposit("4", to: "alice", reference: "out", kind: .withdrawal))
            #expect(spending.code == PlatformCode.balanceTooSmall.rawValue)
            let more = HoldBalance.Request(account: account, volume: "4", reference: "case-2")
            #expect(await platform.refusal(.holdBalance(more)).code == PlatformCode.balanceTooSmall.rawValue)

            #expect(try await platform.perform(release)["repeated"] as? Bool == false)
            #expect(try await platform.perform(release)["repeated"] as? Bool == true)
            #expect(try await platform.holding("alice")?.available == "10")
            // A reference is never used again, not even for the same hold.
            #expect(await platform.refusal(hold).field == "reference")
        }
    }

    @Test func theTwoAccountsAreApart() async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            try await platform.perform(platform.deposit("1", to: "alice", reference: "a"))
            try await platform.perform(platform.deposit("2", to: "alice", reference: "b", account: "open"))
            guard case .user(let alice) = try await platform.operators.perform(.showUser(UserSelector(name: "alice"))) else { return }
            #expect(alice.balances?.map(\.account) == ["spot", "open"] && alice.balances?.map(\.total) == ["1", "2"])
        }
    }

    @Test(arguments: [
        ("0", "volume"), ("-1", "volume"), ("1e3", "volume"), ("1,5", "volume"), ("", "volume"), ("1.0000001", "volume"), ("01", "volume"),
    ])
    func volumesHaveARule(_ volume: String, _ field: String) async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            let refusal = await platform.refusal(platform.deposit(volume, to: "alice", reference: "x"))
            #expect(refusal.code == 8 && refusal.field == field)
        }
    }

    @Test func everythingElseIsCheckedToo() async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            #expect(await platform.refusal(platform.deposit("1", to: "alice", reference: "")).field == "reference")
            #expect(await platform.refusal(platform.deposit("1", to: "alice", reference: "order/1")).field == "reference")
            #expect(await platform.refusal(platform.deposit("1", to: "nobody", reference: "x")).field == "name")
            #expect(await platform.refusal(platform.deposit("1", to: "alice", reference: "x", account: "main")).field == "account")
            let coin = await platform.refusal(platform.deposit("1", to: "alice", reference: "x", coin: "btc"))
            #expect(coin.field == "coin_code" && coin.advice == "The platform's coins are usdt.")
        }
    }

    @Test func theAuditHoldsAndNamesTheChainsHead() async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            try await platform.perform(platform.deposit("10", to: "alice", reference: "in"))
            try await platform.perform(platform.deposit("3", to: "alice", reference: "out", kind: .withdrawal))
            let audit = try await platform.perform(.auditLedger)
            #expect(audit["holds"] as? Bool == true && audit["transactions"] as? Int == 2)
            let coins = try #require(audit["coins"] as? [[String: any Sendable]])
            #expect(coins.count == 1 && coins[0]["issued"] as? String == "7" && coins[0]["sum"] as? String == "0")
            #expect((audit["chain_head"] as? String)?.utf8.count == 64)
        }
    }
}
