import PayStorePostgres
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct TransactionTests {
    @Test func whatIsCommittedIsThereAndWhatThrowsIsNot() async throws {
        try await PostgresServer.shared.value.withPool { pool in
            let notes = try await Notes("committed", pool)
            let backend = PostgresStatement("read_backend", "SELECT pg_backend_pid()::bigint")
            let first = try await pool.read([backend()])[0][0].int64(0)
            try await pool.withTransaction { _ = try await $0.run([notes.add(1)]) }
            try await pool.withTransaction { transaction in
                _ = try await transaction.run([notes.add(2)])
                try await transaction.commit(after: [notes.add(3)])
            }
            try await pool.withTransaction { _ = try await $0.commit(after: [notes.add(4)]) }
            try await pool.withTransaction { _ in }

            struct Refused: Error {}
            await #expect(throws: Refused.self) {
                try await pool.withTransaction { transaction in
                    _ = try await transaction.run([notes.add(5)])
                    throw Refused()
                }
            }
            await #expect(throws: PostgresError.self) {
                try await pool.withTransaction { transaction in
                    _ = try await transaction.run([notes.add(6)])
                    try await transaction.commit(after: [notes.add(7), notes.add(1)])
                }
            }
            #expect(try await notes.all() == [1, 2, 3, 4])
            // What was undone has cost no connection.
            #expect(try await pool.read([backend()])[0][0].int64(0) == first)
        }
    }

    @Test func anErrorThatIsPassedOverDoesNotPassForACommit() async throws {
        try await PostgresServer.shared.value.withPool { pool in
            let notes = try await Notes("passed_over", pool)
            for commitsItself in [false, true] {
                await #expect(throws: PostgresError.rolledBack) {
                    try await pool.withTransaction { transaction in
                        await #expect(throws: PostgresError.self) { _ = try await transaction.run([notes.add(1), notes.add(1)]) }
                        if commitsItself { try await transaction.commit() }
                    }
                }
            }
            #expect(try await notes.all() == [])
        }
    }

    @Test func aTransactionIsOfNoUseAfterItsEnd() async throws {
        try await PostgresServer.shared.value.withPool { pool in
            let notes = try await Notes("ended", pool)
            let ended = Locked<PostgresTransaction?>(nil)
            try await pool.withTransaction { transaction in ended.withLock { $0 = transaction } }
            let transaction = try #require(ended.withLock { $0 })
            await #expect(throws: PostgresError.misused("a transaction was used after its end")) {
                _ = try await transaction.run([notes.add(1)])
            }
            await #expect(throws: PostgresError.misused("a transaction was used after its end")) { try await transaction.commit() }
            #expect(try await notes.all() == [])
        }
    }

    @Test(arguments: PostgresIsolation.allCases) func theLevelOfIsolationIsTheOneAskedFor(_ level: PostgresIsolation) async throws {
        let read = PostgresStatement("read_level", "SELECT current_setting('transaction_isolation')")
        try await PostgresServer.shared.value.withPool { pool in
            let found = try await pool.withTransaction(isolation: level) { try await $0.run([read()])[0][0].text(0) }
            #expect(found == level.rawValue.lowercased())
        }
    }

    @Test(arguments: [("40001", 4), ("40P01", 4), ("40003", 1), ("23505", 1), ("55P03", 1), ("57014", 1), ("XX000", 1)])
    func onlyConflictsWithOthersAreRetriedAndNotForEver(_ sqlState: String, _ runsExpected: Int) async throws {
        let clock = HeldClock()
        var surroundings = PostgresSurroundings()
        surroundings.clock = clock
        surroundings.random = { 0 }
        let retries = PostgresRetries(attemptsMax: 4, pauses: Backoff(first: .milliseconds(20), longest: .milliseconds(40)))
        let raise = PostgresStatement("raise_\(sqlState)", "DO $$ BEGIN RAISE 'conflict' USING ERRCODE = '\(sqlState)'; END $$")
        try await PostgresServer.shared.value.withPool(nil, surroundings) { pool in
            let runs = Locked(0)
            let outcome = Task {
                try await pool.withTransaction(retrying: retries) { transaction in
                    runs.withLock { $0 += 1 }
                    _ = try await transaction.run([raise()])
                }
            }
            // With a zero for random each pause is half of its longest.
            for pause in [10, 20, 20].prefix(runsExpected - 1) { await clock.wake(.milliseconds(pause)) }
            let error = await #expect(throws: PostgresError.self) { try await outcome.value }
            #expect(error?.sqlState == sqlState)
            #expect(runs.withLock { $0 } == runsExpected)
        }
    }

    @Test func aRetryThatSucceedsIsAnOrdinaryCommit() async throws {
        let raise = PostgresStatement("raise_once", "DO $$ BEGIN RAISE 'conflict' USING ERRCODE = '40001'; END $$")
        try await PostgresServer.shared.value.withPool { pool in
            let notes = try await Notes("retried", pool)
            let runs = Locked(Int64(0))
            let run = try await pool.withTransaction { transaction in
                let run = runs.withLock { runs in
                    runs += 1
                    return runs
                }
                try await transaction.commit(after: [notes.add(run)] + (run < 3 ? [raise()] : []))
                return run
            }
            #expect(run == 3)
            #expect(try await notes.all() == [3])
        }
    }
}
