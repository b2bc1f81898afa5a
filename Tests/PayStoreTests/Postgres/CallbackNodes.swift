import PayCore
import PayDomain
import PayLedger
import PayStorePostgres

/// Two nodes on one database whose orders and callbacks are written by SQL, and a third who does to it what else is done.
struct CallbackNodes: Sendable {
    let first: PostgresStore
    let second: PostgresStore
    let pool: PostgresPool

    /// - Parameter lockMax: how long a node waits for a row that somebody else holds.
    static func with(lockMax: Duration = .seconds(120), _ body: (CallbackNodes) async throws -> Void) async throws {
        let folder = try TestFolder()
        let nodes = CallbackNodes(
            first: try await PostgresStore.openForTest(folder) { $0.lockMax = lockMax },
            second: try await PostgresStore.openForTest(folder) { $0.lockMax = lockMax },
            pool: try await PostgresPool(await PostgresTestDatabase.of(folder).settings()))
        try await body(nodes)
        try await nodes.first.close()
        try await nodes.second.close()
        await nodes.pool.close()
    }

    /// Makes orders that have succeeded, one for each number, and their callbacks, all due at the fixture's start.
    func addOrders(_ numbers: ClosedRange<Int64>, of app: AppID = Fixture.shop) async throws {
        let orders = PostgresStatement(
            "test_orders",
            """
            INSERT INTO orders (id, app_id, trade_no, uid, coin, volume, cut, direction, type, scene, description, device, create_time, status,
                arrive_time)
            SELECT number, $1, 'trade' || number, 10, 1, 7, 0, 1, 1, '', '', 'device00', $4 + number, 1, $4 + number
            FROM generate_series($2, $3) AS numbers (number)
            """, .text, .int64, .int64, .int64)
        let callbacks = PostgresStatement(
            "test_callbacks",
            "INSERT INTO callback (order_id, app_id, due_time) SELECT number, $1, $4 FROM generate_series($2, $3) AS numbers (number)",
            .text, .int64, .int64, .int64)
        let values: [PostgresValue] = [
            .text(app.text), .int64(numbers.lowerBound), .int64(numbers.upperBound), .timestamp(Fixture.start),
        ]
        try await run([PostgresCall(statement: orders, values: values), PostgresCall(statement: callbacks, values: values)])
    }

    func run(_ calls: [PostgresCall]) async throws {
        try await pool.withTransaction { transaction in _ = try await transaction.commit(after: calls) }
    }

    func run(_ sql: String) async throws { try await run([PostgresStatement("test: \(sql)", sql)()]) }

    /// Returns once a node waits for a row that somebody else holds.
    func untilOneWaits() async throws {
        let waiting = PostgresStatement(
            "test_waiting",
            "SELECT pid::bigint FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
        while try await pool.read([waiting()])[0].isEmpty {}
    }

    func attempts(of app: AppID = Fixture.shop) async throws -> [CallbackAttempt] {
        try await first.callbackAttempts(of: app, tradeNo: nil, limit: 10_000)
    }
}

extension PostgresStore {
    func claim(_ app: AppID = Fixture.shop, at seconds: Int64, limit: Int = 99, lease: Int64 = 60) async throws -> [ClaimedCallback] {
        let turn = CallbackTurn(
            claims: [CallbackTurn.Claim(app: app, limit: limit)], now: Fixture.after(seconds), leaseEnd: Fixture.after(seconds + lease))
        return try await take(turn).claimed
    }

    func record(_ results: [CallbackResult], at seconds: Int64) async throws -> CallbackTurn.Outcome {
        try await take(CallbackTurn(results: results, now: Fixture.after(seconds), leaseEnd: Fixture.after(seconds)))
    }
}

extension ClaimedCallback {
    /// - Parameter next: after how many seconds it is tried again if the status is no success.
    func ended(_ status: Int, at seconds: Int64, next: Int64? = nil) -> CallbackResult {
        ended(
            CallbackExchange(url: "https://example.com", ending: .answered(status: status), durationNanoseconds: 5), at: seconds, next: next
        )
    }

    func ended(_ exchange: CallbackExchange, at seconds: Int64, next: Int64? = nil) -> CallbackResult {
        CallbackResult(
            lease: lease, app: order.key.app, schedule: schedule, time: Fixture.after(seconds), exchange: exchange,
            firstAttemptTime: firstAttemptTime ?? Fixture.after(seconds), nextTime: next.map(Fixture.after))
    }
}
