import PayLedger

/// What a batch of the ledger reads and locks. Keys come as arrays, so that each is one statement however large the batch is.
enum LedgerSQL {
    // MARK: - The shard

    static let lockShard = PostgresStatement(
        "ledger_lock_shard", "SELECT last_sequence, head FROM ledger_shard WHERE shard = $1 FOR UPDATE SKIP LOCKED", .int64)

    static let waitForShard = PostgresStatement(
        "ledger_wait_for_shard", "SELECT last_sequence, head FROM ledger_shard WHERE shard = $1 FOR UPDATE", .int64)

    /// A statement of its own behind the lock, so that it sees what the shard's last holder has written.
    static let tip = PostgresStatement(
        "ledger_tip",
        "SELECT max(last_order), max(last_time), (SELECT version FROM directory_version) FROM ledger_shard")

    // MARK: - Orders

    static let lockApplications = PostgresStatement(
        "ledger_lock_applications",
        """
        SELECT \(PaymentApplication.columns)
        FROM unnest($1, $2) AS wanted (app_id, trade_no)
            JOIN application ON application.app_id = wanted.app_id AND application.trade_no = wanted.trade_no
        ORDER BY application.app_id, application.trade_no FOR UPDATE OF application
        """, .texts, .texts)

    static let lockOrders = PostgresStatement(
        "ledger_lock_orders",
        """
        SELECT \(Order.columns)
        FROM unnest($1, $2) AS wanted (app_id, trade_no)
            JOIN orders ON orders.app_id COLLATE "POSIX" = wanted.app_id AND orders.trade_no = wanted.trade_no
        ORDER BY orders.app_id, orders.trade_no FOR UPDATE OF orders
        """, .texts, .texts)

    static let returned = PostgresStatement(
        "ledger_returned",
        """
        SELECT orders.app_id, orders.trade_no, returned.volume
        FROM unnest($1, $2) AS wanted (app_id, trade_no)
            JOIN orders ON orders.app_id COLLATE "POSIX" = wanted.app_id AND orders.trade_no = wanted.trade_no
            JOIN returned ON returned.original = orders.id
        """, .texts, .texts)

    // MARK: - Accounts

    /// A wanted stripe that is null stands for all that there are.
    static let lockAccounts = PostgresStatement(
        "ledger_lock_accounts",
        """
        SELECT account.owner, account.book, account.coin, account.stripe, account.total, account.frozen
        FROM unnest($1, $2, $3, $4) AS wanted (owner, book, coin, stripe)
            JOIN account ON account.owner = wanted.owner AND account.book = wanted.book AND account.coin = wanted.coin
                AND account.stripe = coalesce(wanted.stripe, account.stripe)
        ORDER BY account.owner, account.book, account.coin, account.stripe FOR UPDATE OF account
        """, .int64s, .int64s, .int64s, .int64s)

    /// The stripes that there are once all are locked: a lock that was waited for shows a row as its last holder has left it, but not a row
    /// that the holder has added.
    static let stripes = PostgresStatement(
        "ledger_stripes",
        """
        SELECT account.owner, account.book, account.coin, account.stripe
        FROM unnest($1, $2, $3) AS wanted (owner, book, coin)
            JOIN account ON account.owner = wanted.owner AND account.book = wanted.book AND account.coin = wanted.coin
        """, .int64s, .int64s, .int64s)

    /// The day comes with each key although it is the same for all: the planner would take a single one to read all counters of that day by.
    static let lockCounters = PostgresStatement(
        "ledger_lock_counters",
        """
        SELECT daily_payout.app_id, daily_payout.coin, daily_payout.volume
        FROM unnest($1, $2, $3, $4) AS wanted (app_id, coin, day, shard)
            JOIN daily_payout ON daily_payout.app_id = wanted.app_id AND daily_payout.coin = wanted.coin
                AND daily_payout.day = wanted.day AND daily_payout.shard = wanted.shard
        ORDER BY daily_payout.app_id, daily_payout.coin FOR UPDATE OF daily_payout
        """, .texts, .int64s, .int64s, .int64s)

    static let sumCounters = PostgresStatement(
        "ledger_sum_counters",
        """
        SELECT daily_payout.app_id, daily_payout.coin, sum(daily_payout.volume)
        FROM unnest($1, $2, $3) AS wanted (app_id, coin, day)
            JOIN daily_payout ON daily_payout.app_id = wanted.app_id AND daily_payout.coin = wanted.coin
                AND daily_payout.day = wanted.day
        GROUP BY daily_payout.app_id, daily_payout.coin
        """, .texts, .int64s, .int64s)

    // MARK: - Users and references

    static let users = PostgresStatement(
        "ledger_users", "SELECT id, payments_frozen, payments_frozen_until, version FROM users WHERE id = ANY ($1)", .int64s)

    static let payTokens = PostgresStatement(
        "ledger_pay_tokens",
        // A token counts only while the user still grants the scope that it was given for.
        """
        SELECT access_token.pay_token_hash, login.app_id, login.uid, access_token.expire_time
        FROM access_token JOIN login ON login.id = access_token.login
            JOIN user_grant ON user_grant.app_id = login.app_id AND user_grant.uid = login.uid
        WHERE access_token.pay_token_hash = ANY ($1) AND NOT access_token.replaced AND NOT login.ended AND user_grant.scopes & $2 <> 0
        """, .byteArrays, .int64)

    /// Behind the locks of the open accounts: whoever counts here has locked the payer's whole one, so that nobody else does at the same time.
    static let spending = PostgresStatement(
        "ledger_spending",
        """
        SELECT spending_cap.uid, spending_cap.app_id, spending_cap.coin, spending_cap.cap, spending_cap.day, spending_cap.taken
        FROM unnest($1, $2, $3) AS wanted (uid, app_id, coin)
            JOIN spending_cap ON spending_cap.uid = wanted.uid AND spending_cap.app_id = wanted.app_id AND spending_cap.coin = wanted.coin
        """, .int64s, .texts, .int64s)

    static let movements = PostgresStatement(
        "ledger_movements",
        """
        SELECT ledger_transaction.reference, posting.owner, posting.book, posting.coin, posting.delta
        FROM ledger_transaction JOIN posting ON posting.sequence = ledger_transaction.sequence
        WHERE ledger_transaction.reference = ANY ($1) AND ledger_transaction.kind IN (6, 7, 8, 10) AND posting.owner > 0
        ORDER BY ledger_transaction.reference, posting.line
        """, .texts)

    static let holds = PostgresStatement(
        "ledger_holds", "SELECT reference, owner, book, coin, volume, open FROM hold WHERE reference = ANY ($1)", .texts)

    // MARK: - What is written

    static let insertOrders = PostgresStatement(
        "ledger_insert_orders",
        """
        INSERT INTO orders (id, app_id, trade_no, uid, coin, volume, cut, direction, type, scene, description, device, create_time, status,
            arrive_time, original)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        """, .int64s, .texts, .texts, .int64s, .int64s, .numerics, .numerics, .int64s, .int64s, .texts, .texts, .texts, .int64s, .int64s,
        .int64s, .int64s)

    static let endOrders = PostgresStatement(
        "ledger_end_orders",
        """
        UPDATE orders SET status = ended.status, arrive_time = ended.arrive_time
        FROM unnest($1, $2, $3) AS ended (id, status, arrive_time) WHERE orders.id = ended.id
        """, .int64s, .int64s, .int64s)

    /// The batch's shard is locked, so nobody else counts on these rows.
    static let countOrders = PostgresStatement(
        "ledger_count_orders",
        """
        INSERT INTO order_count (app_id, day, coin, direction, type, shard, orders) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (app_id, day, coin, direction, type, shard) DO UPDATE SET orders = order_count.orders + excluded.orders
        """, .texts, .int64s, .int64s, .int64s, .int64s, .int64s, .int64s)

    static let insertApplications = PostgresStatement(
        "ledger_insert_applications",
        """
        INSERT INTO application (app_id, trade_no, coin, volume, cut, scene, description, device, state, redirect_url, domain, only_user,
            code_hash, expire_time, create_time, cancelled)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        """, .texts, .texts, .int64s, .numerics, .numerics, .texts, .texts, .texts, .texts, .texts, .texts, .int64s, .byteArrays, .int64s,
        .int64s, .bools)

    static let updateApplications = PostgresStatement(
        "ledger_update_applications",
        """
        UPDATE application SET cut = changed.cut, code_hash = changed.code_hash, expire_time = changed.expire_time,
            create_time = changed.create_time, cancelled = changed.cancelled
        FROM unnest($1, $2, $3, $4, $5, $6, $7) AS changed (app_id, trade_no, cut, code_hash, expire_time, create_time, cancelled)
        WHERE application.app_id = changed.app_id AND application.trade_no = changed.trade_no
        """, .texts, .texts, .numerics, .byteArrays, .int64s, .int64s, .bools)

    static let insertAccounts = PostgresStatement(
        "ledger_insert_accounts",
        "INSERT INTO account (owner, book, coin, stripe, total, frozen) SELECT * FROM unnest($1, $2, $3, $4, $5, $6)",
        .int64s, .int64s, .int64s, .int64s, .numerics, .numerics)

    static let updateAccounts = PostgresStatement(
        "ledger_update_accounts",
        """
        UPDATE account SET total = changed.total, frozen = changed.frozen
        FROM unnest($1, $2, $3, $4, $5, $6) AS changed (owner, book, coin, stripe, total, frozen)
        WHERE account.owner = changed.owner AND account.book = changed.book AND account.coin = changed.coin
            AND account.stripe = changed.stripe
        """, .int64s, .int64s, .int64s, .int64s, .numerics, .numerics)

    static let insertTransactions = PostgresStatement(
        "ledger_insert_transactions",
        "INSERT INTO ledger_transaction (sequence, kind, time, order_id, reference, hash) SELECT * FROM unnest($1, $2, $3, $4, $5, $6)",
        .int64s, .int64s, .int64s, .int64s, .texts, .byteArrays)

    static let insertPostings = PostgresStatement(
        "ledger_insert_postings",
        """
        INSERT INTO posting (sequence, line, owner, book, coin, delta, frozen_delta) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)
        """, .int64s, .int64s, .int64s, .int64s, .int64s, .numerics, .numerics)

    static let insertHolds = PostgresStatement(
        "ledger_insert_holds",
        "INSERT INTO hold (reference, owner, book, coin, volume, open) SELECT * FROM unnest($1, $2, $3, $4, $5, $6)",
        .texts, .int64s, .int64s, .int64s, .numerics, .bools)

    /// The hold's account is locked, so nobody else changes it.
    static let updateHolds = PostgresStatement(
        "ledger_update_holds",
        """
        UPDATE hold SET open = changed.open FROM unnest($1, $2) AS changed (reference, open) WHERE hold.reference = changed.reference
        """, .texts, .bools)

    static let insertCounters = PostgresStatement(
        "ledger_insert_counters",
        "INSERT INTO daily_payout (app_id, coin, day, shard, volume) SELECT * FROM unnest($1, $2, $3, $4, $5)",
        .texts, .int64s, .int64s, .int64s, .numerics)

    static let updateCounters = PostgresStatement(
        "ledger_update_counters",
        """
        UPDATE daily_payout SET volume = counted.volume FROM unnest($1, $2, $3, $4, $5) AS counted (app_id, coin, day, shard, volume)
        WHERE daily_payout.app_id = counted.app_id AND daily_payout.coin = counted.coin AND daily_payout.day = counted.day
            AND daily_payout.shard = counted.shard
        """, .texts, .int64s, .int64s, .int64s, .numerics)

    /// The payers' open accounts are locked, so nobody else changes their rows.
    static let updateSpending = PostgresStatement(
        "ledger_update_spending",
        """
        UPDATE spending_cap SET day = counted.day, taken = counted.taken
        FROM unnest($1, $2, $3, $4, $5) AS counted (uid, app_id, coin, day, taken)
        WHERE spending_cap.uid = counted.uid AND spending_cap.app_id = counted.app_id AND spending_cap.coin = counted.coin
        """, .int64s, .texts, .int64s, .int64s, .numerics)

    /// The order that was given back is locked, so nobody else changes its row.
    static let writeReturned = PostgresStatement(
        "ledger_write_returned",
        """
        INSERT INTO returned (original, volume) SELECT * FROM unnest($1, $2)
        ON CONFLICT (original) DO UPDATE SET volume = excluded.volume
        """, .int64s, .numerics)

    /// A callback that a redo made before its order succeeded becomes the one of the success.
    static let writeCallbacks = PostgresStatement(
        "ledger_write_callbacks",
        """
        INSERT INTO callback (order_id, app_id, due_time) SELECT * FROM unnest($1, $2, $3)
        ON CONFLICT (order_id) DO UPDATE SET due_time = excluded.due_time, schedule = callback.schedule + 1, first_attempt_time = NULL,
            delivered_time = NULL, redone = false
        """, .int64s, .texts, .int64s)

    static let moveShard = PostgresStatement(
        "ledger_move_shard",
        """
        UPDATE ledger_shard SET last_sequence = $2, head = $3, last_order = greatest(last_order, $4), last_time = greatest(last_time, $5)
        WHERE shard = $1
        """, .int64, .int64, .bytes, .int64, .int64)
}
