import PayCore
import PayDomain
import PayLedger
import Testing

/// Payments are frozen for a while after a trade password was replaced.
@Suite struct TradePasswordFreezeTests {
    /// Replaces Alice's trade password.
    private static func replace(_ store: any Store, until end: Timestamp) async throws {
        for hash in ["first", "second"] {
            try await store.change(.setTradePassword(Fixture.alice, hash: hash, frozenUntil: end)) { _ in }
        }
    }

    @Test(arguments: StoreFactory.all)
    func theFreezeIsSetWithTheChangeAndNeverCutShort(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            func end() async throws -> Timestamp? { try await store.user(Fixture.alice)?.paymentsFrozenUntil }
            func change(_ end: Timestamp?) async throws {
                try await store.change(.setTradePassword(Fixture.alice, hash: "t", frozenUntil: end)) { _ in }
            }
            try await change(Fixture.after(60))
            #expect(try await end() == nil, "the first one replaces none")
            try await change(nil)
            #expect(try await end() == nil)
            for (given, expected) in [(60, 60), (nil, 60), (30, 60), (90, 90)] as [(Int64?, Int64)] {
                try await change(given.map(Fixture.after))
                #expect(try await end() == Fixture.after(expected), "\(String(describing: given))")
            }
            try await store.change(.setPassword(Fixture.alice, hash: "p")) { _ in }
            try await store.change(.setPaymentsFrozen(Fixture.alice, true)) { _ in }
            #expect(try await end() == Fixture.after(90))
            #expect(try await store.user(named: "user-10")?.paymentsFrozenUntil == Fixture.after(90))
            #expect(try await store.users(limit: 9).first { $0.id == Fixture.alice }?.paymentsFrozenUntil == Fixture.after(90))
            try await store.change(.setPaymentsFrozen(Fixture.alice, false)) { _ in }
            #expect(try await end() == nil)
            #expect(try await store.user(Fixture.alice)?.version == 9)
            #expect(try await store.user(Fixture.bob)?.version == 0)
        }
    }

    @Test(arguments: StoreFactory.all)
    func whileItLastsNothingIsPaidOutAndMoneyStillComesIn(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let clock = TestClock()
            let committer = try await Fixture.committer(store, clock: clock)
            let open = try await OpenPayments(store)
            try await committer.submit(.deposit(100, to: Fixture.manager, as: "m"))
            try await committer.submit(.deposit(100, to: Fixture.alice, as: "d"))
            try await open.fund(committer, 100)
            try await committer.submit(.apply(10, as: "a1", code: 1))
            try await committer.submit(.apply(10, as: "a2", code: 2))
            try await committer.submit(open.pay(5, as: "o0"))
            try await Self.replace(store, until: Fixture.after(60))
            let version = try #require(try await store.user(Fixture.alice)?.version)

            clock.set(Fixture.after(60).advanced(byNanoseconds: -1_000))
            let refused: [LedgerCommand] = [
                .confirm("a1", code: 1, version: version), .confirm("a1", code: 1, version: version - 1), open.pay(1, as: "o1"),
                .transfer(1, of: Fixture.alice, from: .spot, as: "t1"),
            ]
            for command in refused {
                #expect(await outcome(committer, command) == "tradePasswordChanged", "\(command)")
            }
            // What was made before is answered as ever, and what harms nobody goes on.
            #expect(await outcome(committer, open.pay(5, as: "o0")) == "repeated")
            #expect(await outcome(committer, .transfer(1, of: Fixture.alice, from: .open, as: "t2")) == "entered")
            #expect(await outcome(committer, .pay(1, as: "p")) == "order")
            #expect(await outcome(committer, .cancel("a2", code: 2)) == "cancelled")
            // Whoever is frozen by the operator is told that first.
            try await store.change(.setPaymentsFrozen(Fixture.alice, true)) { _ in }
            #expect(await outcome(committer, open.pay(1, as: "o1")) == "paymentsFrozen")
            #expect(await outcome(committer, .confirm("a1", code: 1, version: version)) == "paymentsFrozen")

            try await store.change(.setPaymentsFrozen(Fixture.alice, false)) { _ in }
            try await Self.replace(store, until: Fixture.after(60))
            let last = try #require(try await store.user(Fixture.alice)?.version)
            #expect(await outcome(committer, open.pay(1, as: "o1")) == "tradePasswordChanged")
            clock.set(Fixture.after(60))
            #expect(await outcome(committer, .confirm("a1", code: 1, version: last)) == "order")
            #expect(await outcome(committer, open.pay(1, as: "o1")) == "order")
            #expect(await outcome(committer, .transfer(1, of: Fixture.alice, from: .spot, as: "t1")) == "entered")
            #expect(broken(try await store.proveLedger()) == [])
        }
    }

    /// What races the change is decided by the order of the commits.
    @Test(arguments: StoreFactory.all)
    func nothingIsPaidOnceTheChangeWasAcknowledged(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let committer = try await Fixture.committer(store)
            let open = try await OpenPayments(store)
            try await open.fund(committer, 1_000)
            try await store.change(.setTradePassword(Fixture.alice, hash: "first", frozenUntil: nil)) { _ in }
            let payments = Task {
                await withTaskGroup(of: String.self) { group in
                    for number in 0..<200 { group.addTask { await outcome(committer, open.pay(1, as: "p\(number)")) } }
                    return await group.reduce(into: [:]) { counts, result in counts[result, default: 0] += 1 }
                }
            }
            try await store.change(.setTradePassword(Fixture.alice, hash: "second", frozenUntil: Fixture.after(60))) { _ in }
            let held = try await store.balance(of: .user(Fixture.alice, .open, Fixture.gold))?.total.units ?? 0
            let outcomes = await payments.value
            #expect(outcomes["order", default: 0] + outcomes["tradePasswordChanged", default: 0] == 200, "\(outcomes)")
            #expect(held == 1_000 - Int128(outcomes["order", default: 0]))
            #expect(try await store.balance(of: .user(Fixture.alice, .open, Fixture.gold))?.total.units == held)
            #expect(broken(try await store.proveLedger()) == [])
        }
    }
}
