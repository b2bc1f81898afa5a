import Logging
import PayCallbacks
import PayCore
import PayDomain
import Testing

/// The end of the process: what is under way may end, for a while.
@Suite(.timeLimit(.minutes(1))) struct CallbackServiceStopTests {
    static let shop = "https://shop.example/cb"

    let surroundings: ServiceSurroundings
    let deliverer = FakeDeliverer()

    init() throws { surroundings = ServiceSurroundings(try Fixture.directory(try Fixture.app(callbackURL: Self.shop))) }

    /// Asks the service to stop while so many attempts hang, and gives `body` the time until it has stopped.
    private func stop(hanging attempts: Int64, body: @Sendable (_ graceEnd: Timestamp) async throws -> Void) async throws {
        for number in 1...attempts { surroundings.store.insert(try Fixture.order(number)) }
        deliverer.hang(Self.shop)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                try await surroundings.run(deliverer) { _ in await deliverer.observed.wait { $0.sent.count == Int(attempts) } }
            }
            try await body(await surroundings.waitForGrace())
            try await tasks.waitForAll()
        }
        #expect(deliverer.observed.state.isShutDown)
    }

    @Test func waitsForWhatIsUnderWay() async throws {
        try await stop(hanging: 2) { _ in deliverer.release(Self.shop) }
        #expect(surroundings.store.attempts.count == 2)
        #expect(deliverer.observed.state.calledOff == 0)
    }

    @Test func beginsNothingMore() async throws {
        try await stop(hanging: 2) { _ in
            for number in 3...20 as ClosedRange<Int64> { surroundings.store.insert(try Fixture.order(number)) }
            deliverer.release(Self.shop)
        }
        #expect(surroundings.store.attempts.count == 2)
        #expect(deliverer.sent.count == 2)
    }

    @Test func callsOffWhatDoesNotEndInTime() async throws {
        try await stop(hanging: 2) { graceEnd in
            #expect(deliverer.observed.state.calledOff == 0)
            surroundings.clock.observed.update { $0.now = graceEnd }
        }
        #expect(deliverer.observed.state.calledOff == 2)
        // Nothing was recorded, so both are due at the next start.
        #expect(surroundings.store.attempts.isEmpty)
        #expect(surroundings.store.observed.state.books.rows.values.allSatisfy { $0.claimable == Fixture.start })
    }

    @Test func idleServiceStopsWithoutAClock() async throws {
        try await surroundings.run(deliverer) { _ in await surroundings.store.observed.wait { $0.queries > 0 } }
        #expect(deliverer.observed.state.isShutDown)
    }

    @Test func serviceThatWaitsOutAnErrorStopsWithoutAClock() async throws {
        surroundings.store.observed.update { $0.failsToRead = true }
        try await surroundings.run(deliverer) { _ in
            await surroundings.clock.waitForSleeper(until: Fixture.start.advanced(bySeconds: CallbackLimits().pauseAfterStoreError))
        }
        #expect(deliverer.observed.state.isShutDown)
    }

    @Test func stopBeforeTheStartIsNotLost() async throws {
        try await surroundings.run(deliverer) { _ in }
        #expect(deliverer.observed.state.isShutDown)
    }

    /// Being cancelled is the end at once, without grace, but what has ended by itself is recorded.
    @Test func cancellationCallsOffAtOnce() async throws {
        let store = surroundings.store
        store.insert(try Fixture.order(1), try Fixture.order(2))
        deliverer.hang(Self.shop)
        let service = CallbackService(
            store: store, directory: surroundings.directory, clock: surroundings.clock, deliverer: deliverer,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        let run = Task { await service.run() }
        await deliverer.observed.wait { $0.sent.count == 2 }
        run.cancel()
        await run.value
        #expect(deliverer.observed.state.calledOff == 2)
        #expect(deliverer.observed.state.isShutDown)
        #expect(store.attempts.isEmpty)
    }
}
