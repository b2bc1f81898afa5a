import Logging
import PayDomain
import PayStoreSQLite
import ServiceLifecycle
import TestSupport
import Testing

/// The proof that runs in the background, on a real ledger and by a clock that a test moves.
@Suite(.timeLimit(.minutes(1))) struct LedgerWatchTests {
    private static let stepLength = Duration.milliseconds(3)
    /// Nineteen times as long.
    private static let pause = Duration.milliseconds(57)
    private static let rest = Duration.seconds(60)

    /// One watch on a small ledger.
    private struct Watched: Sendable {
        let folder: TestFolder
        let store: SQLiteStore
        let steps: WatchedStore
        let clock: FakeSteadyClock
        let watch: LedgerWatch
        let log: RecordedLog

        /// Lets a pass go on to its end.
        ///
        /// - Returns: the pauses before its end, and the rest that has begun.
        func pass() async throws -> (pauses: [Duration], rest: FakeSteadyClock.Nap) {
            var pauses: [Duration] = []
            while true {
                let nap = try await clock.nextNap()
                if nap.length == LedgerWatchTests.rest { return (pauses, nap) }
                pauses.append(nap.length)
                nap.end()
            }
        }
    }

    /// Runs a watch whose steps read three rows each until `body` returns, then asks it to stop and waits until it has.
    private func run(stepLength: Duration = stepLength, _ body: (Watched) async throws -> Void) async throws {
        let folder = try TestFolder()
        try await SmallLedger.fill(folder)
        let store = try await SQLiteStore.openForTest(folder)
        let clock = FakeSteadyClock()
        let steps = WatchedStore(store, clock: clock, stepLength: stepLength)
        let log = RecordedLog()
        var pace = LedgerWatch.Pace()
        pace.rows = 3
        let watch = LedgerWatch(store: steps, clock: TestClock(), steadyClock: clock, pace: pace, logger: log.logger)
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [.init(service: watch)], logger: testLogger))
        let running = Task { try await group.run() }
        let result: Result<Void, any Error>
        do {
            result = .success(
                try await body(Watched(folder: folder, store: store, steps: steps, clock: clock, watch: watch, log: log))
            )
        } catch {
            result = .failure(error)
        }
        await group.triggerGracefulShutdown()
        try await running.value
        try await store.close()
        try result.get()
    }

    @Test func aPassIsMadeInStepsWithPausesAndTheNextFollowsAfterARest() async throws {
        try await run { it in
            let head = try await it.store.proveLedger().chainHead
            #expect(it.watch.state.passes == 0 && it.watch.state.lastPass == nil)
            for pass in 1...2 {
                let (pauses, rest) = try await it.pass()
                // 8 transactions, 5 orders, 2 holds and 4 accounts, three at a time.
                #expect(pauses == Array(repeating: Self.pause, count: 6))
                let state = it.watch.state
                #expect(state.passes == pass && state.holds && state.progress == LedgerProver.Progress())
                let last = try #require(state.lastPass)
                #expect(last.transactions == 8 && last.chainHead == head)
                let length = Self.stepLength * 7 + Self.pause * 6
                #expect(last.end == Fixture.start && last.length == length)
                rest.end()
            }
            #expect(it.log.lines.isEmpty)
        }
    }

    @Test func aStepThatTakesNoTimeIsFollowedByAPauseAllTheSame() async throws {
        try await run(stepLength: .zero) { it in
            let pause = try await it.clock.nextNap()
            #expect(pause.length == .milliseconds(10))
        }
    }

    @Test func thePresentPassTellsHowFarItHasCome() async throws {
        try await run { it in
            for transactions in [3, 6] {
                let pause = try await it.clock.nextNap()
                #expect(it.watch.state.progress.transactions == transactions && it.watch.state.passes == 0)
                pause.end()
            }
        }
    }

    @Test func aStepThatFailsIsTakenAgain() async throws {
        try await run { it in
            try await it.clock.nextNap().end()
            let pause = try await it.clock.nextNap()
            it.steps.steps.withLock { $0.failures = 2 }
            pause.end()
            for _ in 1...2 {
                let wait = try await it.clock.nextNap()
                #expect(wait.length == .seconds(1))
                wait.end()
            }
            _ = try await it.pass()
            #expect(it.steps.steps.withLock { $0.positions.prefix(6) } == [.min, 3, 6, 6, 6, 8])
            #expect(it.watch.state.passes == 1 && it.watch.state.holds)
            #expect(it.log.lines.map(\.level) == [.error, .error])
        }
    }

    @Test func aBreakIsLoggedOnceAndKept() async throws {
        try await run { it in
            try await it.clock.nextNap().end()
            var rest = try await it.pass().rest
            #expect(it.watch.state.holds)
            // The first transaction was passed long ago.
            try it.folder.tamper("UPDATE ledger_transaction SET reference = 'other' WHERE sequence = 1")
            rest.end()
            rest = try await it.pass().rest
            #expect(!it.watch.state.holds && it.watch.state.lastPass != nil)
            #expect(it.log.lines.map(\.level) == [.critical] && it.log.lines.allSatisfy { $0.text.contains("transaction 1 ") })

            rest.end()
            rest = try await it.pass().rest
            #expect(it.log.lines.count == 1)

            // Nothing is taken back while the platform runs.
            try it.folder.tamper("UPDATE ledger_transaction SET reference = 'd1' WHERE sequence = 1")
            rest.end()
            _ = try await it.pass()
            let state = it.watch.state
            #expect(state.passes == 4 && !state.holds)
            #expect(state.breaks.checks.filter { !$0.holds }.map(\.breaks.count) == [1])
        }
    }

    @Test func aBreakIsToldBeforeItsPassEnds() async throws {
        try await run { it in
            try it.folder.tamper("UPDATE ledger_transaction SET hash = zeroblob(32) WHERE sequence = 5")
            while it.watch.state.progress.transactions < 6 { try await it.clock.nextNap().end() }
            #expect(it.watch.state.passes == 0 && !it.watch.state.holds)
        }
    }

    @Test func breaksAreBounded() async throws {
        try await run { it in
            for _ in 1...12 {
                // Each pass finds the same accounts in other words.
                try it.folder.tamper("UPDATE account SET total = total + 1 WHERE owner > 0")
                try await it.pass().rest.end()
            }
            _ = try await it.pass()
            let checks = it.watch.state.breaks.checks
            #expect(checks.map(\.breaks.count).max() == LedgerProof.maximumBreaks)
            #expect(it.log.lines.count == checks.map(\.breaks.count).reduce(0, +))
        }
    }

    // A stop that did not come through would keep `run` waiting until the time limit.

    @Test func itStopsInAPause() async throws {
        try await run { it in _ = try await it.clock.nextNap() }
    }

    @Test func itStopsInItsRest() async throws {
        try await run { it in _ = try await it.pass() }
    }

    @Test func itStopsInAStep() async throws {
        try await run { it in
            let pause = try await it.clock.nextNap()
            it.steps.steps.withLock { $0.hang = true }
            pause.end()
            for await _ in it.steps.hanging { break }
        }
    }

    @Test func itStopsWhileTheStoreFails() async throws {
        try await run { it in
            it.steps.steps.withLock { $0.failures = .max }
            while true {
                let nap = try await it.clock.nextNap()
                if nap.length == .seconds(1) { return }
                nap.end()
            }
        }
    }
}
