import PayCore
import PayDomain
import PayLedger
import Testing

/// What ``UserOrderStore`` promises.
@Suite struct UserOrderStoreTests {
    @Test(arguments: StoreFactory.all)
    func aUsersOrdersAtAllAppsComeNewestFirstPageByPage(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let made = try await someOrders(in: store)
            for filter in filters() {
                let expected = made.filter { matches($0, filter) }.reversed().map(\.id)
                for limit in [1, 3, 100] {
                    var (place, seen) = (OrderPlace?.none, [OrderID]())
                    while true {
                        let page = try await store.orders(matching: filter, after: place, limit: limit)
                        #expect(page.count <= limit)
                        seen += page.map(\.id)
                        guard let last = page.last else { break }
                        place = OrderPlace(of: last)
                    }
                    #expect(seen == expected, "\(filter), \(limit) a page")
                }
            }
        }
    }

    @Test(arguments: StoreFactory.all)
    func whatIsPaidMeanwhileMovesNoLaterPage(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let made = try await someOrders(in: store)
            let filter = UserOrderFilter(user: Fixture.alice)
            let expected = made.filter { matches($0, filter) }.reversed().map(\.id)
            let first = try await store.orders(matching: filter, after: nil, limit: 4)
            let committer = try await Fixture.committer(store, clock: TestClock(Fixture.after(10_000)))
            let new = try await committer.order(.pay(1, to: Fixture.alice, as: "meanwhile"))
            let second = try await store.orders(matching: filter, after: OrderPlace(of: try #require(first.last)), limit: 4)
            #expect((first + second).map(\.id) == Array(expected.prefix(8)))
            #expect(try await store.orders(matching: filter, after: nil, limit: 1).first?.id == new.id)
        }
    }

    /// Orders of one moment are told apart by their numbers: none is left out between two pages, and none comes twice.
    @Test(arguments: StoreFactory.all)
    func aPlaceWithinOneMomentIsExact(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let made = try await someOrders(in: store)
            let filter = UserOrderFilter(user: Fixture.alice)
            let order = try #require(made.last { matches($0, filter) })
            for (id, isIn) in [(order.id.number + 1, true), (order.id.number, false), (order.id.number - 1, false)] {
                let place = OrderPlace(createTime: order.createTime, id: OrderID(id))
                let page = try await store.orders(matching: filter, after: place, limit: 1)
                #expect((page.first?.id == order.id) == isIn, "behind \(id)")
            }
        }
    }

    @Test(arguments: StoreFactory.all)
    func returnsOfAnOrderComeNewestFirst(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let clock = TestClock()
            let committer = try await Fixture.committer(store, clock: clock)
            try await committer.submit(.deposit(100, to: Fixture.alice, as: "d"))
            for number in 1...2 {
                try await committer.submit(.apply(10, as: "a\(number)", code: number))
                _ = try await committer.order(.confirm("a\(number)", code: number))
            }
            let paid = try #require(try await store.order(Fixture.key("a1")))
            #expect(try await store.returns(of: paid.id, limit: 10).isEmpty)
            var given: [OrderID] = []
            for number in 1...3 {
                clock.set(Fixture.after(Int64(number)))
                given.insert(try await committer.order(.give(2, back: "a1", as: "r\(number)")).id, at: 0)
                _ = try await committer.order(.give(1, back: "a2", as: "s\(number)"))
            }
            #expect(try await store.returns(of: paid.id, limit: 10).map(\.id) == given)
            #expect(try await store.returns(of: paid.id, limit: 2).map(\.id) == Array(given.prefix(2)))
        }
    }

    // MARK: - Orders

    /// Orders of two users at two apps, in two coins and both directions; several of each share a page's time.
    private func someOrders(in store: any Store) async throws -> [Order] {
        let clock = TestClock()
        let committer = try await Fixture.committer(store, clock: clock)
        try await committer.submit(.deposit(1_000, to: Fixture.manager, as: "d1"))
        try await committer.submit(.deposit(1_000, to: Fixture.manager, Fixture.dust, as: "d2"))
        try await committer.submit(.deposit(1_000, to: Fixture.fairManager, as: "d3"))
        try await committer.submit(.deposit(1_000, to: Fixture.alice, as: "d4"))
        var made: [Order] = []
        for number in 1...12 {
            clock.set(Fixture.after(Int64(number / 2) * 10))
            let coin = number % 3 == 0 ? Fixture.dust : Fixture.gold
            made.append(try await committer.order(.pay(1, to: number % 4 == 0 ? Fixture.bob : Fixture.alice, coin, as: "s\(number)")))
            made.append(try await committer.order(.pay(1, to: Fixture.alice, by: Fixture.fair, as: "f\(number)")))
            try await committer.submit(.apply(2, by: Fixture.fair, as: "p\(number)", code: number))
            made.append(try await committer.order(.confirm("p\(number)", of: Fixture.fair, code: number)))
        }
        return made.sorted { OrderPlace(of: $1).isBefore(OrderPlace(of: $0)) }
    }

    private func filters() -> [UserOrderFilter] {
        func filter(_ user: UserID = Fixture.alice, _ set: (inout UserOrderFilter) -> Void = { _ in }) -> UserOrderFilter {
            var filter = UserOrderFilter(user: user)
            set(&filter)
            return filter
        }
        return [
            filter(), filter(Fixture.bob), filter(Fixture.manager), filter { $0.coin = Fixture.dust }, filter { $0.direction = .userToApp },
            filter { $0.start = Fixture.after(20) }, filter { $0.end = Fixture.after(40) },
            filter {
                $0.coin = Fixture.gold
                $0.direction = .appToUser
                $0.start = Fixture.after(10)
                $0.end = Fixture.after(50)
            },
        ]
    }

    private func matches(_ order: Order, _ filter: UserOrderFilter) -> Bool {
        order.user == filter.user && (filter.coin == nil || order.coin == filter.coin)
            && (filter.direction == nil || order.direction == filter.direction)
            && filter.start.map { order.createTime >= $0 } ?? true && filter.end.map { order.createTime < $0 } ?? true
    }
}
