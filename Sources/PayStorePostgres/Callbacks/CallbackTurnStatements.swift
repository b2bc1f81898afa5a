import PayDomain
import PayLedger

/// The statements of a ``CallbackTurn``. Each takes arrays, so that their number does not grow with what has ended.
enum CallbackTurnStatements {
    /// Rows that several transactions may want are locked in the order of their keys, so that none waits for another that waits for it.
    static let lock = PostgresStatement(
        "callback_lock", "SELECT order_id FROM callback WHERE order_id = ANY ($1) ORDER BY order_id FOR UPDATE", .int64s)

    /// Holds for a `result` whose attempt is not recorded yet. It is, when the answer to the commit that recorded it was lost.
    private static let isNew = """
        NOT EXISTS (SELECT 1 FROM callback_attempt AS known WHERE known.order_id = result.order_id AND known.fence = result.fence)
        """

    static let recovered = PostgresStatement(
        "callback_recovered",
        """
        DELETE FROM failing_app WHERE app_id = ANY (ARRAY (
            SELECT failing.app_id FROM failing_app AS failing WHERE failing.app_id IN
                (SELECT result.app_id FROM unnest($1, $2, $3) AS result (order_id, fence, app_id) WHERE \(isNew))
            ORDER BY failing.app_id FOR UPDATE OF failing
        ))
        """, .int64s, .int64s, .texts)

    static let failed = PostgresStatement(
        "callback_failed",
        """
        INSERT INTO failing_app (app_id, since)
        SELECT result.app_id, min(result.time) FROM unnest($1, $2, $3, $4) AS result (order_id, fence, app_id, time)
        WHERE \(isNew) GROUP BY result.app_id ORDER BY result.app_id
        ON CONFLICT (app_id) DO NOTHING
        """, .int64s, .int64s, .texts, .int64s)

    /// Whether a result counts: it was made under its callback's present lease and schedule.
    private static let counts = "callback.fence = result.fence AND callback.schedule = result.schedule"

    /// No order is among the results twice.
    static let record = PostgresStatement(
        "callback_record",
        """
        WITH result AS (
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) AS result (
                order_id, fence, schedule, time, first_attempt_time, next_time, delivered_time, url, address, request_headers,
                answer_headers, answer_start, http_status, failure_kind, failure, duration
            ) WHERE \(isNew)
        ), moved AS (
            UPDATE callback SET
                attempts = callback.attempts + 1,
                leased_until = CASE WHEN callback.fence = result.fence THEN NULL ELSE callback.leased_until END,
                first_attempt_time = CASE WHEN \(counts) THEN result.first_attempt_time ELSE callback.first_attempt_time END,
                due_time = CASE WHEN \(counts) THEN result.next_time ELSE callback.due_time END,
                delivered_time = CASE WHEN \(counts) THEN result.delivered_time ELSE callback.delivered_time END
            FROM result WHERE callback.order_id = result.order_id
            RETURNING callback.order_id, callback.app_id, callback.attempts, \(counts) AS counts
        )
        INSERT INTO callback_attempt (
            order_id, app_id, number, schedule, time, url, http_status, failure, duration, first_attempt_time, next_time, address,
            failure_kind, request_headers, answer_headers, answer_start, superseded, fence
        )
        SELECT moved.order_id, moved.app_id, moved.attempts, result.schedule, result.time, result.url, result.http_status, result.failure,
            result.duration, result.first_attempt_time, CASE WHEN moved.counts THEN result.next_time END, result.address,
            result.failure_kind, result.request_headers, result.answer_headers, result.answer_start, NOT moved.counts, result.fence
        FROM moved JOIN result ON result.order_id = moved.order_id
        """, .int64s, .int64s, .int64s, .int64s, .int64s, .int64s, .int64s, .texts, .texts, .texts, .texts, .byteArrays, .int64s, .texts,
        .texts, .int64s)

    static let release = PostgresStatement(
        "callback_release",
        """
        UPDATE callback SET leased_until = NULL FROM unnest($1, $2) AS lease (order_id, fence)
        WHERE callback.order_id = lease.order_id AND callback.fence = lease.fence
        """, .int64s, .int64s)

    /// Which results, by their place among all, are recorded as having come too late.
    static let superseded = PostgresStatement(
        "callback_superseded",
        """
        SELECT result.place FROM unnest($1, $2, $3) AS result (order_id, fence, place)
        JOIN callback_attempt AS attempt ON attempt.order_id = result.order_id AND attempt.fence = result.fence
        WHERE attempt.superseded ORDER BY result.place
        """, .int64s, .int64s, .int64s)

    /// A row that another transaction holds is left to it.
    static let claimDue = PostgresStatement(
        "callback_claim_due",
        """
        SELECT order_id FROM callback WHERE app_id = $1 AND due_time <= $2 AND (leased_until IS NULL OR leased_until <= $2)
        ORDER BY due_time, order_id LIMIT $3 FOR UPDATE SKIP LOCKED
        """, .text, .int64, .int64)

    static let claimTooFar = PostgresStatement(
        "callback_claim_too_far",
        """
        SELECT order_id FROM callback WHERE app_id = $1 AND due_time > $2 AND leased_until IS NULL
        ORDER BY due_time, order_id LIMIT $3 FOR UPDATE SKIP LOCKED
        """, .text, .int64, .int64)

    /// Leases callbacks that this transaction has locked.
    static let lease = PostgresStatement(
        "callback_lease",
        """
        UPDATE callback SET leased_until = $2, fence = callback.fence + 1 FROM orders
        WHERE callback.order_id = ANY ($1) AND orders.id = callback.order_id
        RETURNING \(Order.columns), callback.first_attempt_time, callback.schedule, callback.fence
        """, .int64s, .int64)

    /// What can be claimed next: the first that is nobody's, the first lease that ends, and whether one lies too far ahead.
    static let next = PostgresStatement(
        "callback_next",
        """
        SELECT app.id, free.due_time, leased.leased_until, far.due_time IS NOT NULL FROM unnest($1) AS app (id)
        LEFT JOIN LATERAL (
            SELECT due_time FROM callback WHERE app_id = app.id AND due_time IS NOT NULL AND leased_until IS NULL
            ORDER BY due_time, order_id LIMIT 1
        ) AS free ON true
        LEFT JOIN LATERAL (
            SELECT leased_until FROM callback WHERE app_id = app.id AND leased_until IS NOT NULL ORDER BY leased_until LIMIT 1
        ) AS leased ON true
        LEFT JOIN LATERAL (
            SELECT due_time FROM callback WHERE free.due_time > $2 AND app_id = app.id AND due_time > $3 AND leased_until IS NULL
            ORDER BY due_time, order_id LIMIT 1
        ) AS far ON true
        WHERE free.due_time IS NOT NULL OR leased.leased_until IS NOT NULL
        """, .texts, .int64, .int64)
}
