import PayLedger

/// What a batch of a proof reads. Each statement finds its rows by an index and returns a bounded number of them, so that no batch is long,
/// however much is stored.
enum ProofSQL {
    /// The next ones of each shard, the shards one after the other. Only those that are taken are read as a whole.
    static let transactions = PostgresStatement(
        "proof_transactions",
        """
        SELECT taken.sequence, taken.kind, taken.time, taken.order_id, taken.reference, taken.hash, \(Order.columns)
        FROM (
            SELECT next.sequence FROM unnest($1, $2) AS shard (first, last)
                CROSS JOIN LATERAL (
                    SELECT sequence FROM ledger_transaction WHERE sequence > shard.first AND sequence <= shard.last
                    ORDER BY sequence LIMIT $3
                ) AS next
            ORDER BY next.sequence LIMIT $3
        ) AS next
            JOIN ledger_transaction AS taken ON taken.sequence = next.sequence
            LEFT JOIN orders ON orders.id = taken.order_id
        ORDER BY taken.sequence
        """, .int64s, .int64s, .int64)

    static let postings = PostgresStatement(
        "proof_postings",
        """
        SELECT posting.sequence, posting.line, posting.owner, posting.book, posting.coin, posting.delta, posting.frozen_delta
        FROM unnest($1, $2) AS shard (first, last)
            JOIN posting ON posting.sequence > shard.first AND posting.sequence <= shard.last
        ORDER BY posting.sequence, posting.line
        """, .int64s, .int64s)

    static let orders = PostgresStatement(
        "proof_orders",
        """
        SELECT \(Order.columns),
            (SELECT count(*) FROM ledger_transaction WHERE order_id = orders.id AND kind IN (1, 2, 4, 11)),
            (SELECT count(*) FROM callback WHERE callback.order_id = orders.id AND NOT callback.redone),
            (SELECT count(*) FROM orders AS same WHERE same.app_id COLLATE "POSIX" = orders.app_id AND same.trade_no = orders.trade_no),
            coalesce((SELECT volume FROM returned WHERE returned.original = orders.id), 0),
            EXISTS (SELECT 1 FROM orders AS back WHERE back.original = orders.id)
        FROM orders WHERE orders.id > $1 ORDER BY orders.id LIMIT $2
        """, .int64, .int64)

    static let ordersByID = PostgresStatement(
        "proof_orders_by_id", "SELECT \(Order.columns) FROM orders WHERE id = ANY ($1)", .int64s)

    static let returns = PostgresStatement(
        "proof_returns", "SELECT original, volume FROM orders WHERE original = ANY ($1)", .int64s)

    static let callbacksOfNoOrder = PostgresStatement(
        "proof_callbacks_of_no_order",
        """
        SELECT order_id FROM callback WHERE order_id > $1 AND order_id <= $2
        AND NOT EXISTS (SELECT 1 FROM orders WHERE orders.id = callback.order_id) LIMIT $3
        """, .int64, .int64, .int64)

    static let returnsOfNoOrder = PostgresStatement(
        "proof_returns_of_no_order",
        """
        SELECT original FROM returned WHERE original > $1 AND original <= $2
        AND NOT EXISTS (SELECT 1 FROM orders WHERE orders.id = returned.original) LIMIT $3
        """, .int64, .int64, .int64)

    static let holds = PostgresStatement(
        "proof_holds",
        "SELECT reference, owner, book, coin, volume, open FROM hold WHERE reference > $1 ORDER BY reference LIMIT $2", .text, .int64)

    static let balances = PostgresStatement(
        "proof_balances",
        """
        SELECT owner, book, coin, sum(total), sum(frozen) FROM account WHERE (owner, book, coin) > ($1, $2, $3)
        GROUP BY owner, book, coin ORDER BY owner, book, coin LIMIT $4
        """, .int64, .int64, .int64, .int64)
}
