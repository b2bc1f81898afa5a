import PayStorePostgres
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct PipelineTests {
    private static let square = PostgresStatement("square", "SELECT $1 * $1", .int64)
    private static let divide = PostgresStatement("divide", "SELECT 100 / $1", .int64)

    @Test func aBatchIsOneRoundTripAndIsPreparedOnce() async throws {
        let server = try await PostgresServer.shared.value
        let link = try await WatchedLink(to: server.socket)
        try await server.withPool(server.settings { $0.address = link.address() }) { pool in
            _ = link.takeCounts()
            let calls = (1...20).map { Self.square(.int64($0)) } + (1...20).map { Self.divide(.int64($0)) }
            let rows = try await pool.read(calls)
            #expect(try rows.map { try $0[0].int64(0) } == (1...20).map { $0 * $0 } + (1...20).map { 100 / $0 })
            #expect(link.takeCounts() == WatchedLink.Counts(turns: 1, prepares: 2, syncs: 1))

            #expect(try await pool.read(calls).count == 40)
            #expect(link.takeCounts() == WatchedLink.Counts(turns: 1, prepares: 0, syncs: 1))
        }
        try await link.close()
    }

    @Test func aTransactionIsAsManyRoundTripsAsItHasBatches() async throws {
        let server = try await PostgresServer.shared.value
        let link = try await WatchedLink(to: server.socket)
        try await server.withPool(server.settings { $0.address = link.address() }) { pool in
            for prepares in [4, 0] {
                _ = link.takeCounts()
                try await pool.withTransaction { transaction in
                    _ = try await transaction.run([Self.square(.int64(1))])
                    try await transaction.commit(after: [Self.divide(.int64(1)), Self.square(.int64(2))])
                }
                #expect(link.takeCounts() == WatchedLink.Counts(turns: 2, prepares: prepares, syncs: 2))
            }
        }
        try await link.close()
    }

    @Test func anErrorInTheMiddleNamesItsStatementAndNothingBehindItIsDone() async throws {
        try await PostgresServer.shared.value.withPool { pool in
            let make = PostgresStatement("make_steps", "CREATE TABLE pipeline_steps (step bigint PRIMARY KEY)")
            let step = PostgresStatement("add_step", "INSERT INTO pipeline_steps VALUES ($1)", .int64)
            let count = PostgresStatement("count_steps", "SELECT count(*) FROM pipeline_steps")
            _ = try await pool.read([make()])
            let failures = [
                ([step(.int64(1)), Self.divide(.int64(0)), step(.int64(2))], "22012", "divide"),
                ([step(.int64(1)), step(.int64(1)), Self.divide(.int64(0))], "23505", "add_step"),
                ([step(.int64(1)), PostgresStatement("typo", "SELEKT 1")(), step(.int64(2))], "42601", "typo"),
            ]
            for (calls, sqlState, statement) in failures {
                let error = try #require(await #expect(throws: PostgresError.self) { try await pool.read(calls) })
                guard case .failed(let failure) = error else {
                    Issue.record(error)
                    continue
                }
                #expect(failure.sqlState == sqlState)
                #expect(failure.statement == statement)
                #expect(!failure.message.isEmpty && !failure.message.contains("\n"))
                #expect(!failure.endsConnection)
                // One batch outside a transaction is one of its own.
                #expect(try await pool.read([count()])[0][0].int64(0) == 0)
            }
            #expect(pool.connections == 1)
        }
    }

    @Test func statementsBehindAnErrorAreStillPreparedWhenTheyAreNext() async throws {
        try await PostgresServer.shared.value.withPool { (pool) async throws in
            let late = PostgresStatement("late", "SELECT $1 + 1", .int64)
            await #expect(throws: PostgresError.self) { try await pool.read([Self.divide(.int64(0)), late(.int64(1))]) }
            #expect(try await pool.read([late(.int64(1))])[0][0].int64(0) == 2)
        }
    }

    @Test func oneNameForTwoStatementsIsRefused() async throws {
        try await PostgresServer.shared.value.withPool { pool in
            _ = try await pool.read([Self.square(.int64(1))])
            let other = PostgresStatement("square", "SELECT 1")
            await #expect(throws: PostgresError.misused("two statements are named square")) { try await pool.read([other()]) }
        }
    }

    @Test func moreThanTheSocketsHoldGoesBothWaysAtOnce() async throws {
        try await PostgresServer.shared.value.withPool { (pool) async throws in
            let echo = PostgresStatement("echo_bytes", "SELECT $1", .bytes)
            // The server answers while it is still being sent to, and would stop reading if nobody took the answers.
            let sizes = [3_000_000, 1, 2_000_000, 0, 4_000_000]
            let calls = sizes.map { echo(.bytes([UInt8](repeating: 7, count: $0))) }
            #expect(try await pool.read(calls).map { try $0[0].bytes(0).count } == sizes)
        }
    }

    @Test func aPlanThatFitsNoMoreCostsOneErrorAndTheConnection() async throws {
        let server = try await PostgresServer.shared.value
        try await server.withPool(server.settings { $0.connectionsMax = 1 }) { pool in
            let read = PostgresStatement("read_plan", "SELECT * FROM replanned")
            _ = try await pool.read([PostgresStatement("make_replanned", "CREATE TABLE replanned (a bigint)")()])
            _ = try await pool.read([read()])
            _ = try await pool.read([PostgresStatement("widen", "ALTER TABLE replanned ADD b bigint")()])
            let error = await #expect(throws: PostgresError.self) { try await pool.read([read()]) }
            #expect(error?.sqlState == "0A000")
            #expect(try await pool.read([read()])[0].isEmpty)
        }
    }
}
