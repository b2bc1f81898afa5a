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
            #expect(try await store.nextCallbackDue(of: [Fixture.shop, Fixture.fair]) == nil)
            try await committer.submit(.deposit(1_000, to: Fixture.manager, as: "d1"))
            try await committer.submit(.deposit(1_000, to: Fixture.fairManager, as: "d2"))
            let first = try await committer.order(.pay(1, as: "a"))
            let second = try await committer.order(.pay(1, as: "b"))
            try await committer.submit(.apply(999, as: "c", code: 1))
            #expect(try await committer.order(.confirm("c", code: 1)).status == .failed)
            let held = try await committer.order(.pay(500, by: Fixture.fair, as: "d"))

            let due = try await store.dueCallbacks(of: Fixture.shop, now: Fixture.after(1), limit: 10)
            #expect(due.map(\.order.values) == [first.values, second.values])
            #expect(due.allSatisfy { $0.firstAttemptTime == nil && $0.attempts == 0 && $0.schedule == 0 })
            #expect(try await store.dueCallbacks(of: Fixture.shop, now: Fixture.after(1), limit: 1).count == 1)
            #expect(try await store.dueCallbacks(of: Fixture.shop, now: Fixture.after(-1), limit: 10).isEmpty)
            #expect(try await store.dueCallbacks(of: Fixture.fair, now: Fixture.after(1), limit: 10).isEmpty)
            #expect(try await store.nextCallbackDue(of: [Fixture.fair]) == nil)
            #expect(try await store.nextCallbackDue(of: [Fixture.fair, Fixture.shop]) == first.arriveTime)
            #expect(try await store.nextCallbackDue(of: []) == nil)

            let approved = try await committer.order(.review("d", approve: true))
            #expect(try await store.nextCallbackDue(of: [Fixture.fair]) == approved.arriveTime)
            #expect(try await store.dueCallbacks(of: Fixture.fair, now: Fixture.after(1), limit: 9).map(\.order.id) == [held.id])
            #expect(try await store.proveLedger().holds)
        }
    }

    @Test(arguments: StoreFactory.all)
    func attemptsMoveTheCallbackAlong(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let order = try await paidOrder(store)
            try await store.record([])
            try await store.record([attempt(order, 1, at: 10, .failed(reason: "refused"), next: 610)])
            #expect(try await store.dueCallbacks(of: Fixture.shop, now: Fixture.after(609), limit: 9).isEmpty)
            let due = try #require(try await store.dueCallbacks(of: Fixture.shop, now: Fixture.after(610), limit: 9).first)
            #expect(due.firstAttemptTime == Fixture.after(10) && due.attempts == 1 && due.schedule == 0)
            #expect(try await store.nextCallbackDue(of: [Fixture.shop]) == Fixture.after(610))

            try await store.record([attempt(order, 2, at: 610, first: 10, .answered(status: 200), next: nil)])
            #expect(try await store.nextCallbackDue(of: [Fixture.shop]) == nil)
            let kept = try await store.callbackAttempts(of: Fixture.shop, tradeNo: nil, limit: 9)
            #expect(kept.map(\.number) == [1, 2])
            #expect(kept.map(\.ending) == [.failed(reason: "refused"), .answered(status: 200)])
            #expect(kept.map(\.nextTime) == [Fixture.after(610), nil])
            let last = try #require(kept.last)
            #expect(last.order == order.id && last.tradeNo == order.key.tradeNo && last.app == Fixture.shop && last.schedule == 0)
            #expect(last.time == Fixture.after(610) && last.firstAttemptTime == Fixture.after(10) && last.durationNanoseconds == 5)
            #expect(last.url == "https://example.com/callback")
        }
    }

    @Test(arguments: StoreFactory.all)
    func aRedoStartsANewScheduleThatEarlierAttemptsCannotEnd(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let order = try await paidOrder(store)
            try await store.record([attempt(order, 1, at: 10, .answered(status: 200), next: nil)])
            try await store.redoCallback(of: order, now: Fixture.after(20))
            let due = try #require(try await store.dueCallbacks(of: Fixture.shop, now: Fixture.after(20), limit: 9).first)
            #expect(due.firstAttemptTime == nil && due.attempts == 1 && due.schedule == 1)

            // It began before the redo and ends after it.
            try await store.record([attempt(order, 2, at: 19, first: 10, .answered(status: 200), next: nil)])
            let still = try #require(try await store.dueCallbacks(of: Fixture.shop, now: Fixture.after(20), limit: 9).first)
            #expect(still.firstAttemptTime == nil && still.attempts == 2 && still.schedule == 1)
            try await store.record([attempt(order, 3, schedule: 1, at: 21, .answered(status: 200), next: nil)])
            #expect(try await store.nextCallbackDue(of: [Fixture.shop]) == nil)
            #expect(try await store.callbackAttempts(of: Fixture.shop, tradeNo: nil, limit: 9).map(\.schedule) == [0, 0, 1])
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
            #expect(try await store.dueCallbacks(of: Fixture.shop, now: Fixture.after(5), limit: 9).map(\.order.id) == [failed.id])
            #expect(broken(try await store.proveLedger()) == [])

            // The callback that the redo made was delivered; the success makes it due once more.
            try await store.record([attempt(waiting, 1, at: 6, .answered(status: 200), next: nil)])
            _ = try await committer.order(.review("waiting", approve: true))
            let due = try #require(try await store.dueCallbacks(of: Fixture.fair, now: Fixture.after(9), limit: 9).first)
            #expect(due.order.status == .succeeded && due.schedule == 1 && due.attempts == 1 && due.firstAttemptTime == nil)
            #expect(broken(try await store.proveLedger()) == [])
        }
    }

    @Test(arguments: StoreFactory.all)
    func attemptsAreListedOldestFirstAndTheNewestAreKept(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let first = try await paidOrder(store, "one")
            let second = try await paidOrder(store, "two")
            let attempts = (1...6).map { number in
                attempt(number % 2 == 1 ? first : second, number, at: Int64(number), .answered(status: 500), next: 600)
            }
            try await store.record(attempts)
            func numbers(_ tradeNo: TradeNo?, _ limit: Int) async throws -> [Int] {
                try await store.callbackAttempts(of: Fixture.shop, tradeNo: tradeNo, limit: limit).map(\.number)
            }
            #expect(try await numbers(nil, 100) == [1, 2, 3, 4, 5, 6])
            #expect(try await numbers(nil, 2) == [5, 6])
            #expect(try await numbers(second.key.tradeNo, 100) == [2, 4, 6])
            #expect(try await numbers(second.key.tradeNo, 2) == [4, 6])
            #expect(try await store.callbackAttempts(of: Fixture.fair, tradeNo: first.key.tradeNo, limit: 9).isEmpty)
            #expect(try await store.callbackAttempts(of: Fixture.fair, tradeNo: nil, limit: 9).isEmpty)
        }
    }

    private func paidOrder(_ store: any Store, _ tradeNo: String = "paid") async throws -> Order {
        let committer = try await Fixture.committer(store)
        try await committer.submit(.deposit(1, to: Fixture.manager, as: "d.\(tradeNo)"))
        return try await committer.order(.pay(1, as: tradeNo))
    }

    private func attempt(
        _ order: Order, _ number: Int, schedule: Int = 0, at seconds: Int64, first: Int64? = nil, _ ending: CallbackAttempt.Ending,
        next: Int64?
    ) -> CallbackAttempt {
        CallbackAttempt(
            order: order.id, app: order.key.app, tradeNo: order.key.tradeNo, number: number, schedule: schedule,
            time: Fixture.after(seconds), url: "https://example.com/callback", ending: ending, durationNanoseconds: 5,
            firstAttemptTime: Fixture.after(first ?? seconds), nextTime: next.map(Fixture.after)
        )
    }
}
