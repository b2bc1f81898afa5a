import NIOCore
import NIOPosix
import PayStorePostgres
import TestSupport
import Testing

/// Servers that crash, links that break, answers that never come.
@Suite(.timeLimit(.minutes(2))) struct LossTests {
    private static let wait = PostgresStatement("wait_for_ever", "SELECT pg_sleep(3600)::text")

    @Test func aCrashEndsWhatRunsAndThePoolComesBackByItself() async throws {
        let server = try await PostgresServer().started()
        try await server.withPool(server.settings { $0.waitMax = .seconds(60) }) { pool in
            let notes = try await Notes("survivors", pool)
            try await pool.withTransaction { _ = try await $0.commit(after: [notes.add(1)]) }

            let working = Task {
                try await pool.withTransaction { transaction in
                    _ = try await transaction.run([notes.add(2)])
                    _ = try await transaction.run([Self.wait()])
                }
            }
            let sleeping = Task { try await pool.read([Self.wait()]) }
            try await Self.until(2, sleepOn: server)
            try await server.stop("immediate")
            for error in [
                await #expect(throws: PostgresError.self, performing: { try await working.value }),
                await #expect(throws: PostgresError.self, performing: { try await sleeping.value }),
            ] {
                guard case .connectionLost(let reason) = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
                #expect(!reason.isEmpty && !reason.contains("\n"))
            }
            #expect(pool.connections == 0)

            let later = Task { try await notes.all() }
            // That one tries while nothing is there.
            while pool.waiting == 0 { await Task.yield() }
            try await server.started()
            #expect(try await later.value == [1])
        }
        try await server.stop()
    }

    @Test func aServerThatComesBackBetweenTwoCallsIsNotNoticed() async throws {
        let server = try await PostgresServer().started()
        try await server.withPool { pool in
            let notes = try await Notes("restarted", pool)
            try await server.stop()
            try await server.started()
            // A dead connection is found out before anything is sent on it.
            try await pool.withTransaction { _ = try await $0.commit(after: [notes.add(1)]) }
            #expect(try await notes.all() == [1])
        }
        try await server.stop()
    }

    @Test(arguments: [WatchedLink.Cut.beforeServerSees, .beforeAnswer], [false, true])
    func aLinkCutAtCommitLeavesTheOutcomeUnknown(_ cut: WatchedLink.Cut, _ commitsItself: Bool) async throws {
        let server = try await PostgresServer.shared.value
        let link = try await WatchedLink(to: server.socket)
        try await server.withPool { direct in
            let name = "cut_\(cut)_\(commitsItself)".lowercased()
            let notes = try await Notes(name, direct)
            try await server.withPool(server.settings { $0.address = link.address() }) { (pool) async throws in
                link.cut(cut)
                let runs = Locked(0)
                let error = await #expect(throws: PostgresError.self) {
                    try await pool.withTransaction { transaction in
                        runs.withLock { $0 += 1 }
                        if commitsItself {
                            try await transaction.commit(after: [notes.add(1)])
                        } else {
                            _ = try await transaction.run([notes.add(1)])
                        }
                    }
                }
                guard case .commitUnknown = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                #expect(runs.withLock { $0 } == 1)
                // Only reading it back tells, and the pool is ready for that.
                #expect(try await Notes(existing: name, pool).all() == (cut == .beforeAnswer ? [1] : []))
            }
        }
        try await link.close()
    }

    @Test func aCutBeforeAnythingWasCommittedIsALossAndNoMore() async throws {
        let server = try await PostgresServer.shared.value
        let terminate = PostgresStatement("terminate_self", "SELECT pg_terminate_backend(pg_backend_pid())")
        try await server.withPool { pool in
            let notes = try await Notes("terminated", pool)
            // The server says that it did not get to COMMIT.
            for commitsItself in [false, true] {
                let error = await #expect(throws: PostgresError.self) {
                    try await pool.withTransaction { transaction in
                        if commitsItself {
                            try await transaction.commit(after: [notes.add(1), terminate()])
                        } else {
                            _ = try await transaction.run([notes.add(1), terminate()])
                        }
                    }
                }
                guard case .connectionLost(let reason) = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
                #expect(reason.contains("terminating connection"))
            }
            #expect(try await notes.all() == [])
        }
    }

    @Test func anAnswerThatNeverComesIsNotWaitedForForEver() async throws {
        let clock = HeldClock()
        var surroundings = PostgresSurroundings()
        surroundings.clock = clock
        let server = try await PostgresServer.shared.value
        let change: @Sendable (inout PostgresSettings) -> Void = {
            $0.statementMax = .seconds(3_600)
            $0.answerMax = .seconds(33)
        }
        try await server.withPool(server.settings(change), surroundings) { (pool) async throws in
            let answer = Task { try await pool.read([Self.wait()]) }
            await clock.wake(.seconds(33))
            await #expect(throws: PostgresError.connectionLost(reason: "no answer came within 33.0 seconds")) { try await answer.value }
            #expect(try await pool.read([PostgresStatement("one", "SELECT 1::bigint")()])[0][0].int64(0) == 1)
        }
    }

    @Test func aCommitThatTheStandbyWasNotWaitedForIsUnknown() async throws {
        let server = try await PostgresServer().started()
        try await server.withPool { _ = try await Notes("standby", $0) }
        try await server.stop()
        try await server.started(["synchronous_standby_names": "nobody"])
        let cancel = PostgresStatement(
            "cancel_wait",
            "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND backend_type = 'client backend'")
        try await server.withPool { pool in
            let notes = Notes(existing: "standby", pool)
            let committing = Task { try await pool.withTransaction { _ = try await $0.commit(after: [notes.add(1)]) } }
            while try await pool.read([cancel()])[0].isEmpty { await Task.yield() }
            let error = await #expect(throws: PostgresError.self) { try await committing.value }
            guard case .commitUnknown(let reason) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(reason.contains("synchronous replication"))
            #expect(try await notes.all() == [1])
        }
        try await server.stop("immediate")
    }

    @Test func aServerThatAcceptsAndIsSilentIsGivenUp() async throws {
        let clock = HeldClock()
        var surroundings = PostgresSurroundings()
        surroundings.clock = clock
        let silent = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup).bind(host: "127.0.0.1", port: 0).get()
        var settings = PostgresSettings(address: "postgres://imugi@127.0.0.1:\(silent.localAddress?.port ?? 0)/postgres")
        settings.connectMax = .seconds(22)
        let opening = Task { [settings, surroundings] in try await PostgresPool(settings, surroundings) }
        await clock.wake(.seconds(22))
        await #expect(throws: PostgresError.cannotConnect(reason: "no connection came about within 22.0 seconds")) {
            _ = try await opening.value
        }
        let cancelled = Task { [settings, surroundings] in try await PostgresPool(settings, surroundings) }
        await clock.sleeper(of: .seconds(22))
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { _ = try await cancelled.value }
        try await silent.close()
    }

    /// Waits until so many sessions of the server sleep.
    private static func until(_ count: Int64, sleepOn server: PostgresServer) async throws {
        let sleepers = PostgresStatement("sleepers", "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
        try await server.withPool { watcher in
            while try await watcher.read([sleepers()])[0][0].int64(0) < count { await Task.yield() }
        }
    }
}
