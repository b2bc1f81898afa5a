import PayCore
import PayDomain
import PayLedger
import Testing

/// What ``CallbackHistoryStore`` promises.
@Suite struct CallbackHistoryStoreTests {
    // MARK: - Forgetting

    @Test(arguments: StoreFactory.all)
    func oldAttemptsAreForgottenAndTheirCallbacksStay(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let orders = try await paidOrders(store, 3)
            for time in [10, 700, 1_400] as [Int64] {
                try await attempt(store, orders[0], at: time, status: 500, next: time + 600)
            }
            try await attempt(store, orders[1], at: 20, status: 200, next: nil)
            func attempts() async throws -> [Timestamp] {
                try await store.callbackAttempts(of: Fixture.shop, tradeNo: nil, limit: 9).map(\.time)
            }
            #expect(try await store.forgetCallbackAttempts(of: Fixture.fair, before: Fixture.after(9_999), limit: 9) == 0)
            #expect(try await store.forgetCallbackAttempts(of: Fixture.shop, before: Fixture.after(10), limit: 9) == 0)
            #expect(try await store.forgetCallbackAttempts(of: Fixture.shop, before: Fixture.after(1_400), limit: 1) == 1)
            #expect(try await attempts() == [20, 700, 1_400].map(Fixture.after))
            #expect(try await store.forgetCallbackAttempts(of: Fixture.shop, before: Fixture.after(1_400), limit: 9) == 2)
            #expect(try await attempts() == [Fixture.after(1_400)])
            #expect(try await store.callback(of: orders[1].id)?.state == .delivered)
            #expect(try await store.callback(of: orders[0].id)?.attempts == 3)
            // The next attempt's number goes on from those that are forgotten.
            try await attempt(store, orders[0], at: 2_100, status: 200, next: nil)
            #expect(try await store.callbackAttempts(of: Fixture.shop, tradeNo: nil, limit: 1).map(\.number) == [4])
            #expect(broken(try await store.proveLedger()) == [])
        }
    }

    // MARK: - Lists

    @Test(arguments: StoreFactory.all)
    func eachStateListsItsOwnInOrder(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let orders = try await paidOrders(store, 6)
            try await attempt(store, orders[0], at: 10, status: 500, next: 700)
            try await attempt(store, orders[1], at: 10, status: 503, next: 600)
            try await attempt(store, orders[2], at: 10, status: 200, next: nil)
            try await attempt(store, orders[3], at: 10, status: 404, next: nil)
            try await attempt(store, orders[4], at: 10, status: 200, next: nil)

            func list(_ state: CallbackState, _ limit: Int = 10) async throws -> [CallbackStanding] {
                try await store.callbacks(of: [Fixture.shop], in: state, limit: limit)
            }
            let waiting = try await list(.waiting)
            #expect(waiting.map(\.order.id) == [orders[5], orders[1], orders[0]].map(\.id))
            #expect(waiting.map(\.attempts) == [0, 1, 1] && waiting[0].lastAttempt == nil)
            #expect(waiting[1].lastAttempt?.ending == .answered(status: 503) && waiting[1].lastAttempt?.time == Fixture.after(10))
            #expect(waiting.allSatisfy { $0.state == .waiting })
            #expect(try await list(.givenUp).map(\.order.id) == [orders[3].id])
            let delivered = try await list(.delivered)
            #expect(delivered.map(\.order.id) == [orders[4].id, orders[2].id] && delivered[0].deliveredTime == Fixture.after(10))
            #expect(try await list(.waiting, 2).map(\.order.id) == [orders[5].id, orders[1].id])
            #expect(try await store.callbacks(of: [], in: .waiting, limit: 9).isEmpty)
            #expect(try await store.callbacks(of: [Fixture.fair], in: .waiting, limit: 9).isEmpty)
            for (order, state) in zip(orders, [CallbackState.waiting, .waiting, .delivered, .givenUp, .delivered, .waiting]) {
                #expect(try await store.callback(of: order.id)?.state == state)
            }
            #expect(try await store.callback(of: OrderID(1)) == nil)
        }
    }

    @Test(arguments: StoreFactory.all)
    func theListsOfSeveralAppsAreOneInOrder(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let committer = try await Fixture.committer(store)
            try await committer.submit(.deposit(100, to: Fixture.manager, as: "d1"))
            try await committer.submit(.deposit(100, to: Fixture.fairManager, as: "d2"))
            var orders: [Order] = []
            for number in 0..<6 {
                orders.append(try await committer.order(.pay(1, by: number % 2 == 0 ? Fixture.shop : Fixture.fair, as: "t\(number)")))
            }
            func list(_ state: CallbackState, _ limit: Int) async throws -> [OrderID] {
                try await store.callbacks(of: [Fixture.fair, Fixture.shop], in: state, limit: limit).map(\.order.id)
            }
            #expect(try await list(.waiting, 4) == orders.prefix(4).map(\.id))
            for order in orders.prefix(3) { try await attempt(store, order, at: 10, status: 200, next: nil) }
            for order in orders.suffix(3) { try await attempt(store, order, at: 10, status: 500, next: nil) }
            #expect(try await list(.delivered, 9) == orders.prefix(3).reversed().map(\.id))
            #expect(try await list(.givenUp, 9) == orders.suffix(3).map(\.id))
        }
    }

    // MARK: - Replays

    @Test(arguments: StoreFactory.all)
    func whatIsUndeliveredIsMadeDueWithANewSchedule(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let orders = try await paidOrders(store, 5)
            try await attempt(store, orders[0], at: 10, status: 500, next: 610)
            try await attempt(store, orders[1], at: 10, status: 500, next: nil)
            try await attempt(store, orders[2], at: 10, status: 200, next: nil)
            try await attempt(store, orders[3], at: 10, status: 500, next: 20)

            let before = try await standings(store, orders)
            #expect(try await replay(store, at: 30, isDryRun: true) == Count(examined: 2, replayed: 2))
            #expect(try await standings(store, orders) == before)
            #expect(try await replay(store, at: 30) == Count(examined: 2, replayed: 2))
            let after = try await standings(store, orders)
            #expect(after[0] == "waiting 30 1" && after[1] == "waiting 30 1" && after[2...] == before[2...])
            // A new schedule, in which what began before cannot end it.
            let due = try await store.take(turn(at: 30, claims: 9)).claimed
            #expect(Set(due.map(\.order.id)) == Set([orders[0], orders[1], orders[3], orders[4]].map(\.id)))
            for callback in due {
                let isReplayed = [orders[0].id, orders[1].id].contains(callback.order.id)
                #expect(
                    callback.schedule == (isReplayed ? 1 : 0) && (callback.firstAttemptTime == nil) == (callback.order.id != orders[3].id))
            }
            // Again, and nothing is left to do; what is under way is left alone too.
            #expect(try await replay(store, at: 30) == Count())
            #expect(try await store.proveLedger().holds)
        }
    }

    @Test(arguments: StoreFactory.all)
    func aReplayComesToACallbackOnce(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let orders = try await paidOrders(store, 3)
            for order in orders { try await attempt(store, order, at: 10, status: 500, next: 610) }
            let page = try await step(store, from: .waiting(due: Fixture.after(30), order: OrderID(.max)), at: 30, limit: 2)
            #expect(page.replayed == 2)
            // They fail at once, and fall due after all the others.
            for callback in try await store.take(turn(at: 31, claims: 2)).claimed { try await record(store, callback, 31, 500, next: 631) }
            let rest = try await step(store, from: try #require(page.next), at: 32, limit: 9)
            #expect(rest.replayed == 1 && rest.examined == 3 && rest.next == nil)
        }
    }

    @Test(arguments: StoreFactory.all)
    func pagesHaveNoGaps(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let orders = try await paidOrders(store, 23)
            for (number, order) in orders.enumerated() {
                // Several fall due at one time, and a third of them were given up.
                try await attempt(store, order, at: 10, status: 500, next: number % 3 == 0 ? nil : Int64(600 + number / 4))
            }
            #expect(try await replay(store, at: 30, limit: 4, isDryRun: true) == Count(examined: 23, replayed: 23))
            #expect(try await replay(store, at: 30, limit: 4) == Count(examined: 23, replayed: 23))
            #expect(try await standings(store, orders).allSatisfy { $0 == "waiting 30 1" })
        }
    }

    @Test(arguments: StoreFactory.all)
    func sinceLeavesOlderOrdersAlone(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let clock = TestClock()
            let committer = try await Fixture.committer(store, clock: clock)
            try await committer.submit(.deposit(100, to: Fixture.manager, as: "d"))
            var orders: [Order] = []
            for number in 0..<4 {
                clock.set(Fixture.after(Int64(number) * 100))
                orders.append(try await committer.order(.pay(1, as: "t\(number)")))
            }
            for (number, order) in orders.enumerated() {
                try await attempt(store, order, at: 400, status: 500, next: number < 2 ? 1_000 : nil)
            }
            // The time itself is included.
            #expect(try await replay(store, since: orders[1].createTime, at: 500) == Count(examined: 4, replayed: 3))
            #expect(try await standings(store, orders) == ["waiting 1000 1", "waiting 500 1", "waiting 500 1", "waiting 500 1"])
            let all = try await replay(store, .orders(created: Fixture.after(199)), since: Fixture.after(200), at: 600)
            #expect(all == Count(examined: 2, alreadyDue: 2))
        }
    }

    @Test(arguments: StoreFactory.all)
    func allMeansDeliveredOnesTooAndNeverAnOrderWithoutSuccess(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let orders = try await paidOrders(store, 4)
            let committer = try await Fixture.committer(store)
            try await committer.submit(.apply(9_999_999, as: "fail", code: 1))
            let failed = try await committer.order(.confirm("fail", code: 1))
            #expect(failed.status == .failed)
            try await committer.submit(.apply(9_999_999, as: "asked", code: 2))
            let asked = try await committer.order(.confirm("asked", code: 2))
            try await store.redoCallback(of: asked, now: Fixture.after(1))
            try await attempt(store, asked, at: 5, status: 200, next: nil)
            try await attempt(store, orders[0], at: 10, status: 200, next: nil)
            try await attempt(store, orders[1], at: 10, status: 500, next: nil)
            try await attempt(store, orders[2], at: 10, status: 500, next: 610)

            let place = CallbackReplayPlace.orders(created: Timestamp(nanoseconds: 0))
            #expect(try await replay(store, place, at: 30, isDryRun: true) == Count(examined: 6, replayed: 3, alreadyDue: 1))
            #expect(try await replay(store, place, at: 30, limit: 2) == Count(examined: 6, replayed: 3, alreadyDue: 1))
            #expect(try await standings(store, Array(orders.prefix(3))).allSatisfy { $0 == "waiting 30 1" })
            #expect(try await store.callback(of: failed.id) == nil)
            #expect(try await store.callback(of: asked.id)?.state == .delivered)
            // Orders that come after the replay began are none of its business.
            _ = try await paidOrders(store, 1, from: 4)
            #expect(try await replay(store, place, at: -1) == Count())
            #expect(try await store.proveLedger().holds)
        }
    }

    // MARK: - Short ways

    private struct Count: Equatable {
        var examined = 0
        var replayed = 0
        var alreadyDue = 0
    }

    /// Walks to the end and checks the length that was foretold.
    private func replay(
        _ store: any Store, _ place: CallbackReplayPlace? = nil, since: Timestamp? = nil, at seconds: Int64, limit: Int = 100,
        isDryRun: Bool = false
    ) async throws -> Count {
        var count = Count()
        let start = Fixture.after(seconds)
        let walk = CallbackReplay(app: Fixture.shop, since: since, start: start)
        var length = 0
        for place in place.map({ [$0] }) ?? [.waiting(due: start, order: OrderID(.max)), .givenUp(order: OrderID(0))] {
            length += try await store.replayLength(walk, from: place)
            var next: CallbackReplayPlace? = place
            while let here = next {
                let page = try await store.replayCallbacks(walk, from: here, now: start, limit: limit, isDryRun: isDryRun)
                #expect(page.examined <= limit)
                count.examined += page.examined
                count.replayed += page.replayed
                count.alreadyDue += page.alreadyDue
                next = page.next
            }
        }
        #expect(length == count.examined)
        return count
    }

    private func step(_ store: any Store, from place: CallbackReplayPlace, at seconds: Int64, limit: Int) async throws -> CallbackReplayPage
    {
        try await store.replayCallbacks(
            CallbackReplay(app: Fixture.shop, since: nil, start: Fixture.after(30)), from: place, now: Fixture.after(seconds), limit: limit,
            isDryRun: false
        )
    }

    private func standings(_ store: any Store, _ orders: [Order]) async throws -> [String] {
        var result: [String] = []
        for order in orders {
            let callback = try #require(try await store.callback(of: order.id))
            let due = callback.dueTime.map { "\($0.seconds - Fixture.start.seconds)" } ?? "-"
            result.append("\(callback.state.rawValue) \(due) \(callback.attempts)")
        }
        return result
    }

    private func paidOrders(_ store: any Store, _ count: Int, from first: Int = 0) async throws -> [Order] {
        let committer = try await Fixture.committer(store)
        try await committer.submit(.deposit(1_000, to: Fixture.manager, as: "deposit-\(first)"))
        var orders: [Order] = []
        for number in first..<first + count { orders.append(try await committer.order(.pay(1, as: "t\(number)"))) }
        return orders
    }

    private func turn(at seconds: Int64, results: [CallbackResult] = [], claims: Int = 0, of app: AppID = Fixture.shop) -> CallbackTurn {
        CallbackTurn(
            results: results, claims: claims == 0 ? [] : [CallbackTurn.Claim(app: app, limit: claims)], now: Fixture.after(seconds),
            leaseEnd: Fixture.after(seconds + 60)
        )
    }

    /// One attempt of one order, whatever else is due.
    private func attempt(_ store: any Store, _ order: Order, at seconds: Int64, status: Int, next: Int64?) async throws {
        let claimed = try await store.take(turn(at: seconds, claims: 1_000, of: order.key.app)).claimed
        let callback = try #require(claimed.first { $0.order.id == order.id })
        let others = claimed.filter { $0.order.id != order.id }.map(\.lease)
        _ = try await store.take(CallbackTurn(released: others, now: Fixture.after(seconds), leaseEnd: Fixture.after(seconds + 60)))
        try await record(store, callback, seconds, status, next: next)
    }

    private func record(_ store: any Store, _ callback: ClaimedCallback, _ seconds: Int64, _ status: Int, next: Int64?) async throws {
        let result = CallbackResult(
            lease: callback.lease, app: callback.order.key.app, schedule: callback.schedule, time: Fixture.after(seconds),
            exchange: CallbackExchange(url: "https://example.com", ending: .answered(status: status), durationNanoseconds: 5),
            firstAttemptTime: callback.firstAttemptTime ?? Fixture.after(seconds), nextTime: next.map { Fixture.after($0) }
        )
        #expect(try await store.take(turn(at: seconds, results: [result])).superseded.isEmpty)
    }
}
