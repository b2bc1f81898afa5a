import PayCallbacks
import PayCore
import PayDomain
import PayLedger
import TestSupport
import Testing

/// The service with a clock that the tests move, a deliverer that does what they say, and a store in memory.
@Suite(.timeLimit(.minutes(1))) struct CallbackServiceTests {
    static let shop = "https://shop.example/cb"
    static let other = "https://other.example/cb"

    @Test func dueCallbackIsSentAndRecorded() async throws {
        let surroundings = ServiceSurroundings(try Fixture.directory(try Fixture.app(callbackURL: Self.shop)))
        let store = surroundings.store
        store.insert(try Fixture.order())
        let deliverer = FakeDeliverer()
        try await surroundings.run(deliverer) { _ in await store.observed.wait { $0.attempts.count == 1 } }

        let attempt = try #require(store.attempts.first)
        let order = try Fixture.order()
        #expect(attempt.order == order.id)
        #expect(attempt.tradeNo == order.key.tradeNo)
        #expect(attempt.number == 1)
        #expect(attempt.time == Fixture.start)
        #expect(attempt.firstAttemptTime == Fixture.start)
        #expect(attempt.exchange.url == Self.shop)
        #expect(attempt.exchange.isDelivered)
        #expect(attempt.nextTime == nil)
        #expect(deliverer.sent.first?.message.id == "order-1000001")
        #expect(deliverer.observed.state.isShutDown)
    }

    @Test func orderCommittedWhileTheServiceSleepsIsSentOnWake() async throws {
        let surroundings = ServiceSurroundings(try Fixture.directory(try Fixture.app(callbackURL: Self.shop)))
        let store = surroundings.store
        try await surroundings.run(FakeDeliverer()) { service in
            await store.observed.wait { $0.queries > 0 }
            for number in 1...200 as ClosedRange<Int64> {
                // One wake for each order and no more: any that is lost stops the test.
                store.insert(try Fixture.order(number))
                service.wake()
                await store.observed.wait { $0.attempts.count == Int(number) }
            }
        }
    }

    /// Time passes between any two looks at the clock, and what falls due just then is not missed.
    @Test(arguments: [Int64](0..<40))
    func whatFallsDueBetweenTwoLooksIsSent(due: Int64) async throws {
        let surroundings = ServiceSurroundings(
            try Fixture.directory(try Fixture.app(callbackURL: Self.shop)), clock: FakeClock(Fixture.start, slip: 5)
        )
        surroundings.store.insert(try Fixture.order(time: Fixture.start.advanced(bySeconds: due)))
        try await surroundings.run(FakeDeliverer()) { _ in
            await surroundings.store.observed.wait { $0.attempts.count == 1 }
        }
    }

    @Test func scheduleOf36Hours() async throws {
        let surroundings = ServiceSurroundings(try Fixture.directory(try Fixture.app(callbackURL: Self.shop)))
        let store = surroundings.store
        let clock = surroundings.clock
        let order = try Fixture.order()
        store.insert(order)
        let deliverer = FakeDeliverer()
        deliverer.answer(Self.shop, with: .answered(status: 500))
        try await surroundings.run(deliverer) { service in
            for number in 1...217 {
                await store.observed.wait { $0.attempts.count == number }
                clock.advance(bySeconds: 600)
            }
            // Days later, and after two more looks at the store, nothing more has happened.
            clock.advance(bySeconds: 10 * 86_400)
            for _ in 0..<2 {
                let queries = store.observed.state.queries
                service.wake()
                await store.observed.wait { $0.queries > queries }
            }
            #expect(store.attempts.count == 217)
            #expect(store.attempts.last?.nextTime == nil)
            let end = Fixture.start.advanced(bySeconds: 36 * 3_600)
            #expect(store.attempts.last?.time == end)
            #expect(store.attempts.map(\.number) == Array(1...217))
            #expect(zip(store.attempts, store.attempts.dropFirst()).allSatisfy { $0.time.advanced(bySeconds: 600) == $1.time })

            // A redo sends it now, whatever became of it, and begins the schedule anew.
            let redone = clock.now()
            try await store.redoCallback(of: order, now: redone)
            service.wake()
            await store.observed.wait { $0.attempts.count == 218 }
            #expect(store.attempts.last?.time == redone)
            #expect(store.attempts.last?.firstAttemptTime == redone)
            #expect(store.attempts.last?.number == 218)
            #expect(store.attempts.last?.nextTime == redone.advanced(bySeconds: 600))
            deliverer.answer(Self.shop, with: .answered(status: 200))
            clock.advance(bySeconds: 600)
            await store.observed.wait { $0.attempts.count == 219 }
            #expect(store.attempts.last?.exchange.isDelivered == true)
        }
        #expect(Set(deliverer.sent.map(\.message.id)) == ["order-1000001"])
        #expect(Set(deliverer.sent.map(\.message.body)).count == 1)
    }

    @Test func jumpOf36HoursMakesOneMoreAttempt() async throws {
        let surroundings = ServiceSurroundings(try Fixture.directory(try Fixture.app(callbackURL: Self.shop)))
        let store = surroundings.store
        store.insert(try Fixture.order())
        let deliverer = FakeDeliverer()
        deliverer.answer(Self.shop, with: .failed(.connectionRefused, reason: "The connection was refused."))
        try await surroundings.run(deliverer) { service in
            await store.observed.wait { $0.attempts.count == 1 }
            surroundings.clock.advance(bySeconds: 36 * 3_600)
            await store.observed.wait { $0.attempts.count == 2 }
            #expect(store.attempts.last?.nextTime == nil)
            surroundings.clock.advance(bySeconds: 36 * 3_600)
            let queries = store.observed.state.queries
            service.wake()
            await store.observed.wait { $0.queries > queries }
            #expect(store.attempts.count == 2)
        }
    }

    @Test func restartPicksUpWhatIsDue() async throws {
        let surroundings = ServiceSurroundings(try Fixture.directory(try Fixture.app(callbackURL: Self.shop)))
        let store = surroundings.store
        store.insert(try Fixture.order())
        let first = FakeDeliverer()
        first.answer(Self.shop, with: .answered(status: 503))
        try await surroundings.run(first) { _ in await store.observed.wait { $0.attempts.count == 1 } }

        surroundings.clock.advance(bySeconds: 5 * 3_600)
        let second = FakeDeliverer()
        try await surroundings.run(second) { _ in await store.observed.wait { $0.attempts.count == 2 } }
        #expect(second.sent.count == 1)
        #expect(first.observed.state.distrusted.isEmpty && second.observed.state.distrusted == [Self.shop])
        #expect(store.attempts.last?.number == 2)
        #expect(store.attempts.last?.firstAttemptTime == Fixture.start)
        #expect(store.attempts.last?.time == Fixture.start.advanced(bySeconds: 5 * 3_600))
    }

    @Test func attemptThatWasNotRecordedIsRepeatedWithTheSameIDAndBody() async throws {
        let surroundings = ServiceSurroundings(try Fixture.directory(try Fixture.app(callbackURL: Self.shop)))
        let store = surroundings.store
        store.insert(try Fixture.order())
        store.observed.update { $0.failsToRecord = true }
        let first = FakeDeliverer()
        try await surroundings.run(first) { _ in await store.observed.wait { $0.faults >= 1 } }
        // Within one life, what is not recorded yet is not sent again.
        #expect(first.sent.count == 1)
        #expect(store.attempts.isEmpty)

        store.observed.update { $0.failsToRecord = false }
        let second = FakeDeliverer()
        try await surroundings.run(second) { _ in await store.observed.wait { $0.attempts.count == 1 } }
        #expect(second.sent.map(\.message.id) == first.sent.map(\.message.id))
        #expect(second.sent.map(\.message.body) == first.sent.map(\.message.body))
    }

    /// The process is suspended between its claim and the attempt, for longer than its lease lasts: another may be at it by now.
    @Test func whatOutlivedItsLeaseIsNotSent() async throws {
        let surroundings = ServiceSurroundings(try Fixture.directory(try Fixture.app(callbackURL: Self.shop)))
        let store = surroundings.store
        let clock = surroundings.clock
        store.insert(try Fixture.order())
        let suspensions = Locked(0)
        store.observed.update { state in
            state.whenClaimed = {
                guard
                    suspensions.withLock({ count in
                        count += 1
                        return count <= 3
                    })
                else { return }
                clock.advance(bySeconds: CallbackLimits().lease - CallbackLimits().longestAttempt + 1)
            }
        }
        let deliverer = FakeDeliverer()
        try await surroundings.run(deliverer) { _ in await store.observed.wait { $0.attempts.count == 1 } }
        #expect(suspensions.withLock { $0 } == 4)
        #expect(deliverer.sent.count == 1)
        #expect(store.attempts.first?.time == Fixture.start.advanced(bySeconds: 3 * 41))
        #expect(store.observed.state.books.rows.values.map(\.fence) == [4])
    }

    /// The clock is set back by an hour while a callback waits for its next attempt: it does not wait for the clock to come back.
    @Test func clockThatIsSetBackStopsNothing() async throws {
        let surroundings = ServiceSurroundings(try Fixture.directory(try Fixture.app(callbackURL: Self.shop)))
        let store = surroundings.store
        store.insert(try Fixture.order())
        let deliverer = FakeDeliverer()
        deliverer.answer(Self.shop, with: .answered(status: 500))
        var limits = ServiceSurroundings.limits
        limits.sweep = .milliseconds(1)
        try await surroundings.run(deliverer, limits: limits) { _ in
            await store.observed.wait { $0.attempts.count == 1 }
            surroundings.clock.advance(bySeconds: -3_600)
            await store.observed.wait { $0.attempts.count == 2 }
            #expect(store.attempts.last?.nextTime == Fixture.start.advanced(bySeconds: 600 - 3_600))
        }
        #expect(deliverer.sent.count == 2)
    }

    /// Another process has taken over while this one was suspended in the middle of its attempt.
    @Test func resultThatCameTooLateChangesNothing() async throws {
        let surroundings = ServiceSurroundings(try Fixture.directory(try Fixture.app(callbackURL: Self.shop)))
        let store = surroundings.store
        let order = try Fixture.order()
        store.insert(order)
        let deliverer = FakeDeliverer()
        deliverer.answer(Self.shop, with: .answered(status: 500))
        deliverer.hang(Self.shop)
        try await surroundings.run(deliverer) { _ in
            await deliverer.observed.wait { $0.underWay == 1 }
            let now = surroundings.clock.now().advanced(bySeconds: 61)
            let claim = CallbackTurn.Claim(app: order.key.app, limit: 1)
            let other = try await store.take(CallbackTurn(claims: [claim], now: now, leaseEnd: now.advanced(bySeconds: 60))).claimed[0]
            let exchange = CallbackExchange(url: Self.shop, ending: .answered(status: 200), durationNanoseconds: 1)
            let result = CallbackResult(
                lease: other.lease, app: order.key.app, schedule: 0, time: now, exchange: exchange, firstAttemptTime: now, nextTime: nil
            )
            _ = try await store.take(CallbackTurn(results: [result], now: now, leaseEnd: now))
            deliverer.release(Self.shop)
            await store.observed.wait { $0.attempts.count == 2 }
        }
        #expect(store.attempts.map(\.isSuperseded) == [false, true])
        #expect(store.observed.state.books.rows[order.id]?.due == nil)
        #expect(store.observed.state.books.rows[order.id]?.isDelivered == true)
    }

    @Test func storeThatFailsIsAskedAgainAfterAPause() async throws {
        let surroundings = ServiceSurroundings(try Fixture.directory(try Fixture.app(callbackURL: Self.shop)))
        let store = surroundings.store
        store.insert(try Fixture.order())
        store.observed.update { $0.failsToRead = true }
        let deliverer = FakeDeliverer()
        try await surroundings.run(deliverer) { service in
            await store.observed.wait { $0.queries == 1 }
            // However often it is woken meanwhile, it asks no more than once a pause.
            for _ in 0..<1_000 {
                service.wake()
                await Task.yield()
            }
            #expect(store.observed.state.queries == 1)
            await surroundings.waitOutPause()
            await store.observed.wait { $0.queries == 2 }
            store.observed.update { $0.failsToRead = false }
            await surroundings.waitOutPause()
            await store.observed.wait { $0.attempts.count == 1 }
            store.observed.update { $0.failsToRecord = true }
            store.insert(try Fixture.order(2))
            service.wake()
            await store.observed.wait { $0.faults == 3 }
            store.observed.update { $0.failsToRecord = false }
            await surroundings.waitOutPause()
            await store.observed.wait { $0.attempts.count == 2 }
        }
        #expect(deliverer.sent.count == 2)
    }
}
