import PayDomain
import PayLedger

/// The statements that read where callbacks stand. Each list is walked along one index and stops at its limit, and only what it has found is
/// looked up elsewhere.
enum CallbackHistoryStatements {
    /// The columns of a `callback`, of its order and of its last attempt. An attempt's number is given to it while its callback is locked, so
    /// the highest is the last.
    private static func standings(of callbacks: String) -> String {
        """
        SELECT \(Order.columns), callback.attempts, callback.due_time, callback.delivered_time, last.time, last.http_status,
            last.failure_kind, last.failure
        FROM \(callbacks) AS callback JOIN orders ON orders.id = callback.order_id
        LEFT JOIN LATERAL (
            SELECT time, http_status, failure_kind, failure FROM callback_attempt WHERE order_id = callback.order_id
            ORDER BY number DESC LIMIT 1
        ) AS last ON true
        """
    }

    /// - Parameters:
    ///   - ofApp: the callbacks of `app.id` in their order, from which the first are taken.
    ///   - order: their order in `callback`.
    private static func list(_ name: String, ofApp: String, order: String) -> PostgresStatement {
        let callbacks = """
            (SELECT callback.* FROM unnest($1) AS app (id) CROSS JOIN LATERAL (\(ofApp) LIMIT $2) AS callback ORDER BY \(order) LIMIT $2)
            """
        return PostgresStatement(name, "\(standings(of: callbacks)) ORDER BY \(order)", .texts, .int64)
    }

    static func list(_ state: CallbackState) -> PostgresStatement {
        switch state {
        case .waiting: waiting
        case .givenUp: givenUp
        case .delivered: delivered
        }
    }

    private static let waiting = list(
        "callbacks_waiting",
        ofApp: "SELECT * FROM callback WHERE app_id = app.id AND due_time IS NOT NULL ORDER BY due_time, order_id",
        order: "callback.due_time, callback.order_id")

    private static let givenUp = list(
        "callbacks_given_up",
        ofApp: "SELECT * FROM callback WHERE app_id = app.id AND due_time IS NULL AND delivered_time IS NULL ORDER BY order_id",
        order: "callback.order_id")

    private static let delivered = list(
        "callbacks_delivered",
        ofApp: """
            SELECT callback.*, orders.create_time FROM orders JOIN callback ON callback.order_id = orders.id
            WHERE orders.app_id = app.id AND callback.delivered_time IS NOT NULL ORDER BY orders.create_time DESC
            """,
        order: "callback.create_time DESC")

    static let one = PostgresStatement("callback_of_order", "\(standings(of: "callback")) WHERE callback.order_id = $1", .int64)

    static let waitingPage = PostgresStatement(
        "callback_replay_waiting",
        """
        SELECT callback.order_id, orders.create_time, callback.due_time, callback.first_attempt_time FROM (
            SELECT * FROM callback WHERE app_id = $1 AND due_time IS NOT NULL AND (due_time, order_id) > ($2, $3)
            ORDER BY due_time, order_id LIMIT $4
        ) AS callback JOIN orders ON orders.id = callback.order_id ORDER BY callback.due_time, callback.order_id
        """, .text, .int64, .int64, .int64)

    static let givenUpPage = PostgresStatement(
        "callback_replay_given_up",
        """
        SELECT callback.order_id, orders.create_time FROM (
            SELECT * FROM callback WHERE app_id = $1 AND due_time IS NULL AND delivered_time IS NULL AND order_id > $2
            ORDER BY order_id LIMIT $3
        ) AS callback JOIN orders ON orders.id = callback.order_id ORDER BY callback.order_id
        """, .text, .int64, .int64)

    /// Goes on after the time `$2` for `$4` orders. Two nodes may have made orders at one time, and a time is a place: a page ends behind all
    /// orders of its last time.
    static let orderPage = PostgresStatement(
        "callback_replay_orders",
        """
        SELECT orders.id, orders.create_time, orders.status, callback.due_time, callback.delivered_time FROM (
            SELECT id, create_time, status FROM orders WHERE app_id = $1 AND create_time > $2 AND create_time <= coalesce((
                SELECT create_time FROM orders WHERE app_id = $1 AND create_time > $2 AND create_time <= $3
                ORDER BY create_time OFFSET $4 - 1 LIMIT 1
            ), $3)
        ) AS orders LEFT JOIN callback ON callback.order_id = orders.id ORDER BY orders.create_time, orders.id
        """, .text, .int64, .int64, .int64)

    static let waitingLength = PostgresStatement(
        "callback_replay_waiting_length",
        "SELECT count(*) FROM callback WHERE app_id = $1 AND due_time IS NOT NULL AND (due_time, order_id) > ($2, $3)",
        .text, .int64, .int64)

    static let givenUpLength = PostgresStatement(
        "callback_replay_given_up_length",
        "SELECT count(*) FROM callback WHERE app_id = $1 AND due_time IS NULL AND delivered_time IS NULL AND order_id > $2",
        .text, .int64)

    static let orderLength = PostgresStatement(
        "callback_replay_orders_length", "SELECT count(*) FROM orders WHERE app_id = $1 AND create_time > $2 AND create_time <= $3",
        .text, .int64, .int64)

    /// Makes due what is still as it was found.
    static let makeDue = PostgresStatement(
        "callback_make_due",
        """
        UPDATE callback SET due_time = $1, schedule = callback.schedule + 1, first_attempt_time = NULL, delivered_time = NULL
        FROM unnest($2, $3, $4) AS found (order_id, due_time, delivered_time)
        WHERE callback.order_id = found.order_id AND callback.due_time IS NOT DISTINCT FROM found.due_time
            AND callback.delivered_time IS NOT DISTINCT FROM found.delivered_time
        """, .int64, .int64s, .int64s, .int64s)

    /// What another node is deleting is left to it.
    static let forget = PostgresStatement(
        "callback_forget_attempts",
        """
        DELETE FROM callback_attempt WHERE id = ANY (ARRAY (
            SELECT id FROM callback_attempt WHERE app_id = $1 AND time < $2 ORDER BY time, id LIMIT $3 FOR UPDATE SKIP LOCKED
        ))
        """, .text, .int64, .int64)
}
