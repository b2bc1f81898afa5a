import PayCore
import PayDomain
import PayLedger
import Testing

/// What ``OrderStore`` promises.
@Suite struct OrderStoreTests {
    @Test(arguments: StoreFactory.all)
    func anOrderIsFoundByItsAppAndNumberByteByByte(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let committer = try await Fixture.committer(store)
            try await committer.submit(.deposit(100, to: Fixture.manager, as: "d"))
            // Empty, composed, decomposed, with a zero byte and beyond the basic plane.
            let texts = OrderTexts(scene: "", desc: "e\u{301}\u{e9}\u{0}x", device: "\u{1f409}")
            let order = try await committer.order(.pay(3, as: "No_1", texts: texts))
            #expect(try await store.order(Fixture.key("No_1"))?.values == order.values)
            #expect(try await store.order(Fixture.key("no_1")) == nil)
            #expect(try await store.order(Fixture.key("No_1", of: Fixture.fair)) == nil)
        }
    }

    @Test(arguments: StoreFactory.all)
    func anApplicationIsFoundByItsPresentCode(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let clock = TestClock()
            let committer = try await Fixture.committer(store, clock: clock)
            try await committer.submit(.apply(100, by: Fixture.fair, as: "a", code: 1, only: Fixture.bob, domain: "pay.example.com"))
            clock.set(Fixture.after(60))
            let outcome = try await committer.submit(
                .apply(100, by: Fixture.fair, as: "a", code: 2, only: Fixture.bob, domain: "pay.example.com")
            )
            guard case .application(let second) = outcome else { throw Unexpected(outcome: "no application") }
            #expect(second.cut.units == 1)
            #expect(try await store.application(codeHash: Fixture.codeHash(1)) == nil)
            #expect(try await store.application(codeHash: Fixture.codeHash(2))?.values == second.values)

            try await committer.submit(.apply(5, as: "b", code: 3))
            try await committer.submit(.cancel("b", code: 3))
            let cancelled = try #require(try await store.application(codeHash: Fixture.codeHash(3)))
            #expect(cancelled.isCancelled && cancelled.terms.onlyUser == nil && cancelled.terms.domain == nil)
            #expect(await PayStoreTests.outcome(committer, .confirm("b", code: 3)) == "cancelled")
        }
    }

    @Test(arguments: StoreFactory.all)
    func aPaymentIsMadeOnceAndOneThatIsNotCoveredFails(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let committer = try await Fixture.committer(store)
            try await committer.submit(.deposit(1_000, to: Fixture.alice, as: "d"))
            try await committer.submit(.apply(1_000, by: Fixture.fair, as: "a", code: 1))
            let paid = try await committer.order(.confirm("a", of: Fixture.fair, code: 1))
            #expect(paid.status == .succeeded && paid.cut.units == 10)
            #expect(await outcome(committer, .confirm("a", of: Fixture.fair, code: 1)) == "alreadyAnswered")
            #expect(try await store.spot(Fixture.fairManager) == 990)
            #expect(try await store.balance(of: .commission(Fixture.gold))?.total.units == 10)

            try await committer.submit(.apply(1, by: Fixture.fair, as: "b", code: 2))
            let failed = try await committer.order(.confirm("b", of: Fixture.fair, code: 2))
            #expect(failed.status == .failed)
            #expect(try await store.order(failed.key)?.values == failed.values)
            #expect(try await store.proveLedger().holds)
        }
    }

    @Test(arguments: StoreFactory.all)
    func noConfirmationIsPaidOnceAChangeOfThePayerWasAcknowledged(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let nodes = [try await Fixture.committer(store), try await Fixture.committer(store)]
            try await nodes[0].submit(.deposit(1_000, to: Fixture.alice, as: "d"))
            for number in 0..<100 { try await nodes[0].submit(.apply(1, as: "c\(number)", code: number)) }
            let confirmations = Task {
                await withTaskGroup(of: String.self) { group in
                    for number in 0..<100 {
                        group.addTask { await outcome(nodes[number % 2], .confirm("c\(number)", code: number, version: 0)) }
                    }
                    return await group.reduce(into: [:]) { counts, result in counts[result, default: 0] += 1 }
                }
            }
            try await store.change(.setUserEnabled(Fixture.alice, false)) { _ in }
            let paid = try await store.orders(matching: OrderFilter(app: Fixture.shop), offset: 0, limit: 1).total
            let results = await confirmations.value
            #expect(results["order", default: 0] == Int(paid))
            #expect(results["payerChanged", default: 0] == 100 - Int(paid))
            try await nodes[0].submit(.apply(1, as: "late", code: 100))
            #expect(await outcome(nodes[0], .confirm("late", code: 100, version: 0)) == "payerChanged")
            #expect(await outcome(nodes[0], .confirm("late", code: 100, version: 1)) == "order")
        }
    }

    @Test(arguments: StoreFactory.all)
    func aHistoryIsPagedNewestFirstAndCountsTheWholeFilter(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let clock = TestClock()
            let committer = try await Fixture.committer(store, clock: clock)
            try await committer.submit(.deposit(10_000, to: Fixture.manager, as: "d1"))
            try await committer.submit(.deposit(10_000, to: Fixture.manager, Fixture.dust, as: "d2"))
            try await committer.submit(.deposit(10_000, to: Fixture.fairManager, as: "d3"))
            try await committer.submit(.deposit(10_000, to: Fixture.bob, as: "d4"))
            var made: [Order] = []
            for number in 1...30 {
                clock.set(Fixture.after(Int64(number) * 10))
                if number % 5 == 0 {
                    try await committer.submit(.apply(2, as: "o\(number)", code: number))
                    made.append(try await committer.order(.confirm("o\(number)", code: number, by: Fixture.bob)))
                } else {
                    let user = number % 2 == 0 ? Fixture.alice : Fixture.bob
                    let coin = number % 3 == 0 ? Fixture.dust : Fixture.gold
                    made.append(try await committer.order(.pay(1, to: user, coin, as: "o\(number)")))
                }
                _ = try await committer.order(.pay(1, by: Fixture.fair, as: "o\(number)"))
            }
            for filter in filters() {
                let expected = made.filter { matches($0, filter) }.reversed().map(\.key.tradeNo.text)
                for offset in [0, 1, 7, 100] {
                    let page = try await store.orders(matching: filter, offset: Int64(offset), limit: 5)
                    #expect(page.total == expected.count, "\(filter)")
                    #expect(page.orders.map(\.key.tradeNo.text) == Array(expected.dropFirst(offset).prefix(5)), "\(filter)")
                }
            }
        }
    }

    /// Every combination of what a filter may name.
    private func filters() -> [OrderFilter] {
        var filters = [OrderFilter(app: Fixture.shop)]
        func vary(_ change: (inout OrderFilter) -> Void) {
            filters += filters.map { filter in
                var filter = filter
                change(&filter)
                return filter
            }
        }
        vary { $0.coin = Fixture.gold }
        vary { $0.user = Fixture.bob }
        vary { $0.direction = .appToUser }
        vary { $0.type = .spotToSpot }
        vary { $0.start = Fixture.after(100) }
        vary { $0.end = Fixture.after(200) }
        return filters
    }

    private func matches(_ order: Order, _ filter: OrderFilter) -> Bool {
        filter.coin.map { $0 == order.coin } ?? true && filter.user.map { $0 == order.user } ?? true
            && filter.direction.map { $0 == order.direction } ?? true && filter.type.map { $0 == order.type } ?? true
            && filter.start.map { $0 <= order.createTime } ?? true && filter.end.map { order.createTime < $0 } ?? true
    }
}
