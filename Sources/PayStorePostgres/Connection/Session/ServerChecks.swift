/// What a new connection must show before money is entrusted to it. Each one is asked: a reconnection may reach another server.
enum ServerChecks {
    private static let read = PostgresStatement(
        "check_server",
        """
        SELECT current_setting('server_version_num')::bigint, current_setting('server_version'), pg_is_in_recovery(),
            current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit')
        """)

    private static let limit = PostgresStatement(
        "limit_session",
        """
        SELECT set_config('statement_timeout', $1, false), set_config('lock_timeout', $2, false),
            set_config('idle_in_transaction_session_timeout', $3, false)
        """, .text, .text, .text)

    /// A plan is kept for as long as the server has no new statistics, and is often made when a table is all but empty: then reading it whole
    /// looks cheaper than its index, and stays the plan while the table grows a thousandfold. Every statement is made to find its rows by an
    /// index, and by the same one whatever its values, so nothing else is to be considered, nor a plan made twice. Settings that a server does
    /// not have are left alone.
    private static let plan = PostgresStatement(
        "plan_by_index",
        """
        SELECT count(set_config(name, CASE name WHEN 'plan_cache_mode' THEN 'force_generic_plan' ELSE 'off' END, false)) FROM pg_settings
        WHERE name IN ('enable_seqscan', 'enable_hashjoin', 'enable_mergejoin', 'enable_material', 'jit', 'plan_cache_mode')
        """)

    /// Sets the session's limits and how it plans, and checks the server.
    ///
    /// - Throws: ``PostgresError/settingRefused(name:found:needed:)`` for the first that is wrong, and what running statements throws.
    static func run(on connection: PostgresConnection, _ settings: PostgresSettings) async throws {
        let results = try await connection.run([
            limit(
                .text(milliseconds(settings.statementMax)), .text(milliseconds(settings.lockMax)),
                .text(milliseconds(settings.idleInTransactionMax))),
            plan(), read(),
        ])
        guard let row = results.last?.first else { throw PostgresError.connectionLost(reason: "the server did not tell its settings") }
        try need("server version", try row.text(1), "13 or later", try row.int64(0) >= 130_000)
        try need("pg_is_in_recovery", try row.bool(2) ? "on" : "off", "off, a primary server", try !row.bool(2))
        try need("fsync", try row.text(3), "on", try row.text(3) == "on")
        try need("full_page_writes", try row.text(4), "on", try row.text(4) == "on")
        try need("synchronous_commit", try row.text(5), "on", try row.text(5) != "off")
    }

    private static func need(_ name: String, _ found: String, _ needed: String, _ isRight: Bool) throws(PostgresError) {
        guard isRight else { throw .settingRefused(name: name, found: found, needed: needed) }
    }

    /// Whole milliseconds, rounded up: the server takes 0 for no limit at all.
    private static func milliseconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        return "\(max(1, seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))"
    }
}
