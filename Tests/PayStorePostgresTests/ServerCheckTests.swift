import PayStorePostgres
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct ServerCheckTests {
    @Test func aServerThatWouldLoseMoneyIsRefusedByTheSettingsName() async throws {
        let server = try await PostgresServer()
        for (settings, name, found) in [(["fsync": "off"], "fsync", "off"), (["full_page_writes": "off"], "full_page_writes", "off")] {
            try await server.started(settings)
            await #expect(throws: PostgresError.settingRefused(name: name, found: found, needed: "on")) {
                try await server.withPool { _ in }
            }
            try await server.stop()
        }
        try server.becomeStandby()
        try await server.started()
        await #expect(throws: PostgresError.settingRefused(name: "pg_is_in_recovery", found: "on", needed: "off, a primary server")) {
            try await server.withPool { _ in }
        }
        try await server.stop()
    }

    @Test func aSessionThatDoesNotWaitForTheDiskIsRefused() async throws {
        let server = try await PostgresServer.shared.value
        let address = server.address("options=-c%20synchronous_commit%3Doff")
        await #expect(throws: PostgresError.settingRefused(name: "synchronous_commit", found: "off", needed: "on")) {
            _ = try await PostgresPool(PostgresSettings(address: address))
        }
    }

    @Test func everySessionHasItsTimeOuts() async throws {
        let server = try await PostgresServer.shared.value
        let change: @Sendable (inout PostgresSettings) -> Void = {
            $0.statementMax = .milliseconds(1_234)
            $0.lockMax = .microseconds(1)
            $0.idleInTransactionMax = .seconds(70)
        }
        try await server.withPool(server.settings(change)) { pool in
            let read = PostgresStatement(
                "read_time_outs",
                """
                SELECT current_setting('statement_timeout'), current_setting('lock_timeout'),
                    current_setting('idle_in_transaction_session_timeout'), current_setting('application_name')
                """)
            let row = try #require(try await pool.read([read()])[0].first)
            // Less than the smallest time-out is that one, since the server takes 0 for none.
            #expect(try (0..<4).map { try row.text($0) } == ["1234ms", "1ms", "70s", "imugi"])
        }
    }

    @Test func aStatementOrALockThatTakesTooLongIsTheServersToEnd() async throws {
        let server = try await PostgresServer.shared.value
        let sleep = PostgresStatement("sleep_long", "SELECT pg_sleep(60)::text")
        try await server.withPool(server.settings { $0.statementMax = .milliseconds(20) }) { pool in
            let error = await #expect(throws: PostgresError.self) { try await pool.read([sleep()]) }
            #expect(error?.sqlState == "57014")
        }
        let make = PostgresStatement("make_locked", "CREATE TABLE locked_long (id bigint)")
        let lock = PostgresStatement("lock_long", "LOCK TABLE locked_long")
        try await server.withPool(server.settings { $0.lockMax = .milliseconds(20) }) { pool in
            _ = try await pool.read([make()])
            try await pool.withTransaction { transaction in
                _ = try await transaction.run([lock()])
                let error = await #expect(throws: PostgresError.self) {
                    try await pool.withTransaction { _ = try await $0.run([lock()]) }
                }
                #expect(error?.sqlState == "55P03")
            }
        }
    }

    @Test func anAddressThatIsNoneIsRefusedWithoutRepeatingIt() async throws {
        for address in ["postgres://u:canary@[::1/db", "postgres://u:canary@h/db?nonsense=1", "password=canary nonsense", "canary"] {
            let error = await #expect(throws: PostgresError.addressUnusable) {
                _ = try await PostgresPool(PostgresSettings(address: address))
            }
            #expect(error?.description.contains("canary") == false)
        }
    }

    @Test func nobodyThereIsToldAtOnce() async throws {
        let error = await #expect(throws: PostgresError.self) {
            _ = try await PostgresPool(PostgresSettings(address: "postgres://u:canary@/db?host=/nonexistent"))
        }
        guard case .cannotConnect(let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("/nonexistent") && !reason.contains("canary") && !reason.contains("\n"))
    }
}
