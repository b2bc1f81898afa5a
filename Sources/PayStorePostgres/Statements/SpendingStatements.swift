import PayCore
import PayDomain
import PayLedger

/// What apps may take out of open accounts, and what they have taken. Rows are added only while no batch of the ledger is under way, on any
/// node, and a batch changes those of open accounts that it has locked.
enum SpendingStatements {
    /// Begins to count if nothing was counted before: from the day of the last payment of all on, with what was taken on it by then. No payment is
    /// earlier than that.
    static let begin = PostgresStatement(
        "begin_spending",
        """
        INSERT INTO spending_cap (uid, app_id, coin, day, taken)
        SELECT $1, $2, $3, last.day, least(99999999999999999999999999999999999999, (
                SELECT coalesce(sum(volume), 0) FROM orders
                WHERE app_id = $2 AND uid = $1 AND create_time >= last.day * 86400000000000 AND coin = $3 AND direction = 1 AND type = 3
                    AND status = 1))
        FROM (SELECT max(last_time) / 86400000000000 AS day FROM ledger_shard) AS last
        WHERE NOT EXISTS (SELECT 1 FROM spending_cap WHERE uid = $1 AND app_id = $2 AND coin = $3)
        """, .int64, .text, .int64)

    static let set = PostgresStatement(
        "set_spending_cap", "UPDATE spending_cap SET cap = $4 WHERE uid = $1 AND app_id = $2 AND coin = $3",
        .int64, .text, .int64, .numeric)

    static let ofUser = PostgresStatement(
        "spending_caps",
        "SELECT app_id, coin, cap, day, taken FROM spending_cap WHERE uid = $1 AND cap IS NOT NULL ORDER BY app_id, coin", .int64)

    static let all = [set, ofUser]
}

extension Spending {
    /// Reads the columns `cap, day, taken` from `first` on.
    ///
    /// - Throws: ``PostgresError/unreadable(column:_:)``.
    init(_ row: PostgresRow, at first: Int) throws(PostgresError) {
        self.init(cap: try row.optional(first, row.amount), day: try row.int64(first + 1), taken: try row.amount(first + 2))
    }
}
