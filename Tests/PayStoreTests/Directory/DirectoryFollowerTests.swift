import Logging
import PayDomain
import ServiceLifecycle
import TestSupport
import Testing

/// How a process follows what others change, by a clock that a test moves.
@Suite(.timeLimit(.minutes(1))) struct DirectoryFollowerTests {
    private struct Followed: Sendable {
        let store: SharedDirectory
        let clock: FakeSteadyClock
        let directory: DirectoryHolder
        let log: RecordedLog
        /// How often the delivery of callbacks was told.
        let told: Locked<Int>

        /// Waits until the follower has asked, and lets it ask again.
        func next() async throws {
            let nap = try await clock.nextNap()
            #expect(nap.length == .milliseconds(250))
            nap.end()
        }

        /// Waits until the follower has asked; it rests then.
        func asked() async throws -> FakeSteadyClock.Nap { try await clock.nextNap() }
    }

    /// Runs a follower until `body` returns, then asks it to stop and waits until it has.
    private func run(version: Int64? = 1, _ body: (Followed) async throws -> Void) async throws {
        let (store, clock, log, told) = (SharedDirectory(), FakeSteadyClock(), RecordedLog(), Locked(0))
        store.set(version: version)
        let directory = try await DirectoryHolder.load(from: store, steadyClock: clock)
        let callbacks = CallbackSignal(fellDue: { _ in }, changed: { told.withLock { $0 += 1 } })
        let follower = DirectoryFollower(store: store, directory: directory, callbacks: callbacks, steadyClock: clock, logger: log.logger)
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [.init(service: follower)], logger: testLogger))
        let running = Task { try await group.run() }
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(Followed(store: store, clock: clock, directory: directory, log: log, told: told)))
        } catch {
            result = .failure(error)
        }
        await group.triggerGracefulShutdown()
        try await running.value
        try result.get()
    }

    @Test func itAsksAtOnceAndLoadsWhatOthersHaveChanged() async throws {
        try await run { it in
            var rest = try await it.asked()
            #expect(it.store.asked == (questions: 2, loads: 1))
            it.store.changeElsewhere()
            rest.end()
            rest = try await it.asked()
            #expect(it.directory.current.companies.count == 1 && it.told.withLock { $0 } == 1)
            rest.end()
            _ = try await it.asked()
            #expect(it.store.asked == (questions: 4, loads: 2) && it.log.lines.isEmpty)
        }
    }

    @Test func itConfirmsWithoutAChange() async throws {
        try await run { it in
            for _ in 1...20 { try await it.next() }
            let rest = try await it.asked()
            // Five seconds after it was loaded.
            _ = try it.directory.trusted()
            // Nobody asks meanwhile, as when the process is suspended.
            it.clock.advance(by: .seconds(10))
            #expect(throws: DirectoryUnconfirmed.self) { try it.directory.trusted() }
            rest.end()
            _ = try await it.asked()
            _ = try it.directory.trusted()
        }
    }

    @Test func theDeliveryIsToldOnceASecondWithoutAChange() async throws {
        try await run { it in
            var counts: [Int] = []
            for _ in 1...9 {
                let rest = try await it.asked()
                counts.append(it.told.withLock { $0 })
                rest.end()
            }
            #expect(counts == [0, 0, 0, 0, 1, 1, 1, 1, 2])
        }
    }

    @Test func anOutageIsToldOnceAndEnds() async throws {
        try await run { it in
            var rest = try await it.asked()
            for _ in 1...2 {
                it.store.set(isReachable: false)
                for _ in 1...5 {
                    rest.end()
                    rest = try await it.asked()
                }
                #expect(throws: DirectoryUnconfirmed.self) { try it.directory.trusted() }
                #expect(it.log.lines.map(\.level).last == .error)
                it.store.set(isReachable: true)
                rest.end()
                rest = try await it.asked()
                _ = try it.directory.trusted()
            }
            #expect(it.log.lines.map(\.level) == [.error, .notice, .error, .notice])
        }
    }

    // A stop that did not come through would keep `run` waiting until the time limit.

    @Test func itStopsInARest() async throws {
        try await run { it in _ = try await it.asked() }
    }

    @Test func itStopsWhereThereIsNothingToFollow() async throws {
        try await run(version: nil) { it in
            #expect(it.store.asked == (questions: 1, loads: 1))
        }
    }
}
