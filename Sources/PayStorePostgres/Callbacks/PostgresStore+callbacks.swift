import PayCore
import PayDomain
import PayLedger

extension PostgresStore {
    private typealias Statements = CallbackStatements

    /// One statement of at most three look-ups for each app.
    package func nextCallbacks(of apps: [AppID], now: Timestamp) async throws -> [AppID: Timestamp] {
        guard !apps.isEmpty else { return [:] }
        return try CallbackNext.read(await read(CallbackNext.call(apps, now: now)), now: now)
    }

    /// At most two round trips, as ``CallbackTurnTransaction`` says. The turn may be taken again when it is not known whether it was: a
    /// result that is recorded is not recorded twice, and what was claimed then is nobody's until its leases end.
    package func take(_ turn: CallbackTurn) async throws -> CallbackTurn.Outcome {
        guard !turn.isEmpty else { return CallbackTurn.Outcome() }
        return try await write { transaction in try await CallbackTurnTransaction(transaction, turn).run() }
    }

    package func redoCallback(of order: Order, now: Timestamp) async throws {
        _ = try await write([Statements.redo(.order(order.id), .app(order.key.app), .time(now))])
    }

    package func callbackAttempts(of app: AppID, tradeNo: TradeNo?, limit: Int) async throws -> [CallbackAttempt] {
        let call =
            tradeNo.map { Statements.attemptsOfOrder(.app(app), .text($0.text), .integer(limit)) }
            ?? Statements.attemptsOfApp(.app(app), .integer(limit))
        return try await read(call).map { row in try CallbackAttempt(row) }
    }

    package func failingApps() async throws -> [AppID: Timestamp] {
        Dictionary(uniqueKeysWithValues: try await read(Statements.failing()).map { row in (try row.app(0), try row.timestamp(1)) })
    }

    package func callbackBacklog(of apps: [AppID], now: Timestamp) async throws -> CallbackBacklog {
        let row = try await read(Statements.backlog(.apps(apps), .time(now)))[0]
        return CallbackBacklog(due: try row.integer(0), waiting: try row.integer(1), oldestDue: try row.optional(2, row.timestamp))
    }
}

enum CallbackStatements {
    static let redo = PostgresStatement(
        "callback_redo",
        """
        INSERT INTO callback (order_id, app_id, due_time, redone) VALUES ($1, $2, $3, true)
        ON CONFLICT (order_id) DO UPDATE SET
            due_time = excluded.due_time, schedule = callback.schedule + 1, first_attempt_time = NULL, delivered_time = NULL
        """, .int64, .text, .int64)

    static let attemptsOfApp = PostgresStatement(
        "callback_attempts_of_app",
        """
        SELECT \(CallbackAttempt.columns) FROM (
            SELECT * FROM callback_attempt WHERE app_id = $1 ORDER BY time DESC, id DESC LIMIT $2
        ) AS attempt JOIN orders ON orders.id = attempt.order_id ORDER BY attempt.time, attempt.id
        """, .text, .int64)

    static let attemptsOfOrder = PostgresStatement(
        "callback_attempts_of_order",
        """
        SELECT \(CallbackAttempt.columns) FROM (
            SELECT callback_attempt.* FROM orders JOIN callback_attempt ON callback_attempt.order_id = orders.id
            WHERE orders.app_id COLLATE "POSIX" = $1 AND orders.trade_no = $2 ORDER BY time DESC, callback_attempt.id DESC LIMIT $3
        ) AS attempt JOIN orders ON orders.id = attempt.order_id ORDER BY attempt.time, attempt.id
        """, .text, .text, .int64)

    static let failing = PostgresStatement("callback_failing_apps", "SELECT app_id, since FROM failing_app")

    static let backlog = PostgresStatement(
        "callback_backlog",
        """
        SELECT coalesce(sum(waiting.due), 0)::bigint, coalesce(sum(waiting.later), 0)::bigint, min(waiting.oldest)
        FROM unnest($1) AS app (id) CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE due_time <= $2) AS due, count(*) FILTER (WHERE due_time > $2) AS later,
                min(due_time) FILTER (WHERE due_time <= $2) AS oldest
            FROM callback WHERE app_id = app.id AND due_time IS NOT NULL
        ) AS waiting
        """, .texts, .int64)
}
