import PayCore
import PayDomain
import PayLedger

/// What this store keeps beside the rows that every store has, made out of them once all are there.
enum DerivedRows {
    /// - Parameter ledgerTime: the time of the last command that changed something.
    static func calls(ledgerTime: Timestamp) -> [PostgresCall] {
        [
            orderCounts(),
            shards(
                .integers(LedgerShard.all.map(\.index)), .int64s(LedgerShard.all.map(\.origin)), .int64s(LedgerShard.all.map(\.last)),
                .bytes(LedgerChain.origin), .order(.base), .timestamp(ledgerTime)),
            loginID(), attemptID(),
        ]
    }

    /// A copied order counts as one of the first shard's.
    private static let orderCounts = PostgresStatement(
        "copy_order_counts",
        """
        INSERT INTO order_count (app_id, day, coin, direction, type, shard, orders)
        SELECT app_id, create_time / 86400000000000, coin, direction, type, 0, count(*) FROM orders GROUP BY 1, 2, 3, 4, 5
        """)

    /// Each goes on with its own chain, and behind every order and every time that there is.
    private static let shards = PostgresStatement(
        "copy_shards",
        """
        UPDATE ledger_shard SET
            last_sequence = coalesce(tip.sequence, known.origin), head = coalesce(tip.hash, $4),
            last_order = greatest($5, (SELECT max(id) FROM orders)), last_time = $6
        FROM unnest($1, $2, $3) AS known (shard, origin, last)
            LEFT JOIN LATERAL (
                SELECT sequence, hash FROM ledger_transaction WHERE sequence > known.origin AND sequence <= known.last
                ORDER BY sequence DESC LIMIT 1
            ) AS tip ON true
        WHERE ledger_shard.shard = known.shard
        """, .int64s, .int64s, .int64s, .bytes, .int64, .int64)

    private static let loginID = PostgresStatement(
        "copy_login_id", "SELECT setval('login_id', coalesce(max(id), 1), max(id) IS NOT NULL) FROM login")

    private static let attemptID = PostgresStatement(
        "copy_attempt_id", "SELECT setval('callback_attempt_id', coalesce(max(id), 1), max(id) IS NOT NULL) FROM callback_attempt")
}
