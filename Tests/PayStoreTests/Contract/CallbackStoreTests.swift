import PayCore
import PayDomain
import PayLedger
import Testing

/// What ``CallbackStore`` promises.
@Suite struct CallbackStoreTests {
    @Test(arguments: StoreFactory.all)
    func aSuccessMakesItsCallbackDueAndNothingElseDoes(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let committer = try await Fixture.committer(store)
            #expect(try await store.nextCallbacks(of: [Fixture.shop, Fixture.fair], now: Fixture.start).isEmpty)
            try await committer.submit(.deposit(1_000, to: Fixture.manager, as: "d1"))
            try await committer.submit(.deposit(1_000, to: Fixture.fairManager, as: "d2"))
            let first = try await committer.order(.pay(1, as: "a"))
            let second = try await committer.order(.pay(1, as: "b"))
            try await committer.submit(.apply(999, as: "c", code: 1))
            #expect(try await committer.order(.confirm("c", code: 1)).status == .failed)
            let held = try await committer.order(.pay(500, by: Fixture.fair, as: "d"))

            #expect(try await store.nextCallbacks(of: [], now: Fixture.start).isEmpty)
            #expect(
                try await store.nextCallbacks(of: [Fixture.fair, Fixture.shop], now: Fixture.start) == [Fixture.shop: Fixture.start])
            #expect(try await claim(store, at: -1).isEmpty)
            #expect(try await claim(store, Fixture.fair, at: 1).isEmpty)
            let due = try await claim(store, at: 1)
            #expect(due.map(\.order.values) == [first.values, second.values])
            #expect(due.allSatisfy { $0.firstAttemptTime == nil && $0.schedule == 0 && $0.lease.fence == 1 })

            _ = try await committer.order(.review("d", approve: true))
            #expect(try await store.nextCallbacks(of: [Fixture.fair], now: Fixture.start) == [Fixture.fair: Fixture.start])
            #expect(try await claim(store, Fixture.fair, at: 1).map(\.order.id) == [held.id])
            #expect(try await store.proveLedger().holds)
        }
    }

    @Test(arguments: StoreFactory.all)
    func whatIsClaimedNobodyElseCanClaimUntilItsLeaseEnds(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let orders = try await paidOrders(store, 5)
            let first = try await claim(store, at: 10, limit: 2, leaseEnd: 70)
            #expect(first.map(\.order.id) == orders.prefix(2).map(\.id))
            let second = try await claim(store, at: 11, limit: 9, leaseEnd: 71)
            #expect(second.map(\.order.id) == orders.dropFirst(2).map(\.id))
            #expect(try await claim(store, at: 12).isEmpty)
            #expect(try await store.nextCallbacks(of: [Fixture.shop], now: Fixture.start) == [Fixture.shop: Fixture.after(70)])

            // One lease is given back, the others end by themselves.
            _ = try await store.take(turn(released: [second[0].lease], at: 13))
            #expect(try await claim(store, at: 14, leaseEnd: 74).map(\.order.id) == [orders[2].id])
            let again = try await claim(store, at: 70, leaseEnd: 130)
            #expect(again.map(\.order.id) == orders.prefix(2).map(\.id) && again.allSatisfy { $0.lease.fence == 2 })
            // Giving back a lease that is over changes nothing.
            _ = try await store.take(turn(released: [first[0].lease], at: 70))
            #expect(try await claim(store, at: 70).isEmpty)
        }
    }

    @Test(arguments: StoreFactory.all)
    func attemptsMoveTheCallbackAlong(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let order = try await paidOrders(store, 1)[0]
            #expect(try await store.take(turn(at: 9)).claimed.isEmpty)
            let first = try await claim(store, at: 10)[0]
            let exchange = CallbackExchange(
                url: "https://example.com/callback", address: "[2606:2800:220:1::1]:443",
                requestHeaders: [.init(name: "webhook-id", value: "order-1"), .init(name: "Empty", value: "")],
                answerHeaders: [.init(name: "X", value: "a: b")], answerStart: [0, 10, 255],
                ending: .failed(.answerTimeout, reason: "refused"), durationNanoseconds: 5
            )
            let outcome = try await store.take(turn([result(first, at: 10, exchange, next: 610)], at: 12))
            #expect(outcome.superseded.isEmpty && outcome.next == [Fixture.shop: Fixture.after(610)])
            #expect(try await claim(store, at: 609).isEmpty)
            #expect(try await store.nextCallbacks(of: [Fixture.shop], now: Fixture.start) == [Fixture.shop: Fixture.after(610)])
            let due = try await claim(store, at: 610)
            #expect(due.map(\.firstAttemptTime) == [Fixture.after(10)] && due[0].schedule == 0)

            _ = try await store.take(turn([result(due[0], at: 610, answered(200), next: nil)], at: 611))
            #expect(try await store.nextCallbacks(of: [Fixture.shop], now: Fixture.start).isEmpty)
            let kept = try await store.callbackAttempts(of: Fixture.shop, tradeNo: nil, limit: 9)
            #expect(kept.map(\.number) == [1, 2])
            #expect(kept.map(\.exchange) == [exchange, answered(200)])
            #expect(kept.map(\.nextTime) == [Fixture.after(610), nil] && kept.allSatisfy { !$0.isSuperseded })
            let last = try #require(kept.last)
            #expect(last.order == order.id && last.tradeNo == order.key.tradeNo && last.app == Fixture.shop && last.schedule == 0)
            #expect(last.time == Fixture.after(610) && last.firstAttemptTime == Fixture.after(10))
        }
    }

    /// One who was paused beyond the end of its lease comes back, and another has taken over.
    @Test(arguments: StoreFactory.all)
    func whoeverLostItsLeaseOverwritesNothing(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            _ = try await paidOrders(store, 1)
            let paused = try await claim(store, at: 10, leaseEnd: 70)[0]
            let alsoPaused = try await claim(store, at: 70, leaseEnd: 130)[0]
            let other = try await claim(store, at: 130, leaseEnd: 190)[0]
            #expect(paused.lease.fence < alsoPaused.lease.fence && alsoPaused.lease.fence < other.lease.fence)

            // Before the other has recorded anything: its lease stays.
            let early = try await store.take(turn([result(paused, at: 69, answered(500), next: 669)], at: 131))
            #expect(early.superseded == [paused.order.id])
            #expect(try await claim(store, at: 160).isEmpty)
            _ = try await store.take(turn([result(other, at: 131, answered(200), next: nil)], at: 132))
            // And after it.
            let late = try await store.take(turn([result(alsoPaused, at: 129, answered(500), next: 729)], at: 133))
            #expect(late.superseded == [paused.order.id] && late.next.isEmpty)
            #expect(try await claim(store, at: 1_000).isEmpty)
            let kept = try await store.callbackAttempts(of: Fixture.shop, tradeNo: nil, limit: 9)
            #expect(kept.map(\.isSuperseded) == [true, true, false] && kept.map(\.number) == [1, 3, 2])
            #expect(kept.allSatisfy { $0.nextTime == nil })
        }
    }

    @Test(arguments: StoreFactory.all)
    func aRedoStartsANewScheduleThatEarlierAttemptsCannotEnd(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let order = try await paidOrders(store, 1)[0]
            let early = try await claim(store, at: 10)[0]
            try await store.redoCallback(of: order, now: Fixture.after(20))
            // The attempt that is under way is waited for.
            #expect(try await claim(store, at: 21).isEmpty)
            // It began before the redo and ends after it.
            let outcome = try await store.take(turn([result(early, at: 10, answered(200), next: nil)], at: 22))
            #expect(outcome.superseded == [order.id] && outcome.next == [Fixture.shop: Fixture.after(20)])
            let due = try await claim(store, at: 22)[0]
            #expect(due.firstAttemptTime == nil && due.schedule == 1)
            _ = try await store.take(turn([result(due, at: 23, answered(200), next: nil)], at: 24))
            #expect(try await store.nextCallbacks(of: [Fixture.shop], now: Fixture.start).isEmpty)
            #expect(try await store.callbackAttempts(of: Fixture.shop, tradeNo: nil, limit: 9).map(\.schedule) == [0, 1])
            #expect(try await store.proveLedger().holds)
        }
    }

    @Test(arguments: StoreFactory.all)
    func aRedoOfAnOrderWithoutSuccessKeepsTheProof(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let committer = try await Fixture.committer(store)
            try await committer.submit(.deposit(1_000, to: Fixture.fairManager, as: "d"))
            try await committer.submit(.apply(1, as: "failed", code: 1))
            let failed = try await committer.order(.confirm("failed", code: 1))
            let waiting = try await committer.order(.pay(500, by: Fixture.fair, as: "waiting"))
            for order in [failed, waiting] { try await store.redoCallback(of: order, now: Fixture.after(5)) }
            #expect(try await claim(store, at: 5).map(\.order.id) == [failed.id])
            #expect(broken(try await store.proveLedger()) == [])

            // The callback that the redo made was delivered; the success makes it due once more.
            let redone = try await claim(store, Fixture.fair, at: 6)[0]
            _ = try await store.take(turn([result(redone, at: 6, answered(200), next: nil)], at: 6))
            _ = try await committer.order(.review("waiting", approve: true))
            let due = try await claim(store, Fixture.fair, at: 9)[0]
            #expect(due.order.status == .succeeded && due.schedule == 1 && due.firstAttemptTime == nil)
            #expect(broken(try await store.proveLedger()) == [])
        }
    }

    @Test(arguments: StoreFactory.all)
    func attemptsAreListedOldestFirstAndTheNewestAreKept(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let orders = try await paidOrders(store, 2)
            for number in 1...3 as ClosedRange<Int64> {
                for callback in try await claim(store, at: number * 10) {
                    let time = number * 10 + (callback.order.id == orders[0].id ? 0 : 1)
                    _ = try await store.take(turn([result(callback, at: time, answered(500), next: 0)], at: time))
                }
            }
            func times(_ tradeNo: TradeNo?, _ limit: Int) async throws -> [Timestamp] {
                try await store.callbackAttempts(of: Fixture.shop, tradeNo: tradeNo, limit: limit).map(\.time)
            }
            #expect(try await times(nil, 100) == [10, 11, 20, 21, 30, 31].map(Fixture.after))
            #expect(try await times(nil, 2) == [30, 31].map(Fixture.after))
            #expect(try await times(orders[1].key.tradeNo, 100) == [11, 21, 31].map(Fixture.after))
            #expect(try await times(orders[1].key.tradeNo, 2) == [21, 31].map(Fixture.after))
            #expect(try await store.callbackAttempts(of: Fixture.fair, tradeNo: orders[0].key.tradeNo, limit: 9).isEmpty)
            #expect(try await store.callbackAttempts(of: Fixture.fair, tradeNo: nil, limit: 9).isEmpty)
        }
    }

    @Test(arguments: StoreFactory.all)
    func anAppFailsFromItsFirstFailureToItsNextSuccess(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            _ = try await paidOrders(store, 3)
            let due = try await claim(store, at: 10)
            #expect(try await store.failingApps().isEmpty)
            _ = try await store.take(
                turn([result(due[0], at: 10, answered(500), next: 610), result(due[1], at: 11, answered(204), next: 611)], at: 12)
            )
            #expect(try await store.failingApps() == [Fixture.shop: Fixture.after(10)])
            #expect(
                try await store.callbackBacklog(of: [Fixture.shop, Fixture.fair], now: Fixture.after(13))
                    == CallbackBacklog(due: 1, waiting: 2, oldestDue: Fixture.start))
            #expect(try await store.callbackBacklog(of: [Fixture.fair], now: Fixture.after(13)).due == 0)
            _ = try await store.take(turn([result(due[2], at: 13, answered(200), next: nil)], at: 14))
            #expect(try await store.failingApps().isEmpty)
            #expect(
                try await store.callbackBacklog(of: [Fixture.shop, Fixture.fair], now: Fixture.after(610))
                    == CallbackBacklog(due: 1, waiting: 1, oldestDue: Fixture.after(610)))
        }
    }

    /// What was put down before the clock was set back neither waits for the clock to come back, nor does what is paid since.
    @Test(arguments: StoreFactory.all)
    func aClockThatIsSetBackStopsNothing(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let orders = try await paidOrders(store, 2)
            for callback in try await claim(store, at: 7_200) {
                let next: Int64 = callback.order.id == orders[0].id ? 7_800 : 4_400
                _ = try await store.take(turn([result(callback, at: 7_200, answered(500), next: next)], at: 7_201))
            }
            // An hour back: the one lies further ahead than any schedule reaches, the other does not.
            let next = try await store.nextCallbacks(of: [Fixture.shop], now: Fixture.after(3_600))
            #expect(next == [Fixture.shop: Fixture.after(3_600)])
            #expect(try await claim(store, at: 3_600, limit: 1).map(\.order.id) == [orders[0].id])
            #expect(try await claim(store, at: 3_600).isEmpty)
            #expect(try await claim(store, at: 4_400).map(\.order.id) == [orders[1].id])
        }
        try await factory.withStore { store in
            let clock = TestClock()
            let committer = try await Fixture.committer(store, clock: clock)
            try await committer.submit(.deposit(9, to: Fixture.manager, as: "d"))
            let early = try await committer.order(.pay(1, as: "early"))
            clock.set(Fixture.start.advanced(bySeconds: -3_600))
            let late = try await committer.order(.pay(1, as: "late"))
            // The ledger's time never goes back.
            #expect(try #require(late.arriveTime) > (try #require(early.arriveTime)))
            let due = try await store.take(
                CallbackTurn(claims: [.init(app: Fixture.shop, limit: 9)], now: clock.now(), leaseEnd: clock.now())
            )
            #expect(due.claimed.map(\.order.id) == [late.id, early.id])
        }
    }

    // MARK: - Values

    private func paidOrders(_ store: any Store, _ count: Int) async throws -> [Order] {
        let committer = try await Fixture.committer(store)
        try await committer.submit(.deposit(Int128(count), to: Fixture.manager, as: "d"))
        var orders: [Order] = []
        for number in 0..<count { orders.append(try await committer.order(.pay(1, as: "paid\(number)"))) }
        return orders
    }

    private func turn(
        _ results: [CallbackResult] = [], released: [CallbackLease] = [], claims: [CallbackTurn.Claim] = [], at seconds: Int64,
        leaseEnd: Int64 = 2_000_000
    ) -> CallbackTurn {
        CallbackTurn(
            results: results, released: released, claims: claims, now: Fixture.after(seconds), leaseEnd: Fixture.after(leaseEnd)
        )
    }

    private func claim(
        _ store: any Store, _ app: AppID = Fixture.shop, at seconds: Int64, limit: Int = 99, leaseEnd: Int64 = 2_000_000
    ) async throws -> [ClaimedCallback] {
        try await store.take(turn(claims: [CallbackTurn.Claim(app: app, limit: limit)], at: seconds, leaseEnd: leaseEnd)).claimed
    }

    private func answered(_ status: Int) -> CallbackExchange {
        CallbackExchange(url: "https://example.com/callback", ending: .answered(status: status), durationNanoseconds: 5)
    }

    private func result(_ callback: ClaimedCallback, at seconds: Int64, _ exchange: CallbackExchange, next: Int64?) -> CallbackResult {
        CallbackResult(
            lease: callback.lease, app: callback.order.key.app, schedule: callback.schedule, time: Fixture.after(seconds),
            exchange: exchange, firstAttemptTime: callback.firstAttemptTime ?? Fixture.after(seconds), nextTime: next.map(Fixture.after)
        )
    }
}
