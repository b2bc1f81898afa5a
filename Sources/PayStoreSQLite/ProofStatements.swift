import PayLedger

/// What a batch of a proof reads. Each statement finds its rows by an index and returns a bounded number of them, so that no batch is long,
/// however much is stored.
package enum ProofStatements {
    static let transactions = """
        SELECT sequence, kind, time, order_id, reference, hash, \(Order.columns)
        FROM ledger_transaction LEFT JOIN orders ON orders.id = ledger_transaction.order_id
        WHERE sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?
        """

    static let postings = """
        SELECT sequence, line, owner, book, coin, delta, frozen_delta FROM posting WHERE sequence > ? AND sequence <= ?
        ORDER BY sequence, line
        """

    static let orders = """
        SELECT \(Order.columns),
            (SELECT count(*) FROM ledger_transaction WHERE order_id = orders.id AND kind IN (1, 2, 4, 11)),
            (SELECT count(*) FROM callback WHERE callback.order_id = orders.id AND callback.redone = 0),
            (SELECT count(*) FROM orders AS same WHERE same.app_id = orders.app_id AND same.trade_no = orders.trade_no),
            coalesce((SELECT volume FROM returned WHERE returned.original = orders.id), '0') AS returned,
            EXISTS (SELECT 1 FROM orders AS back WHERE back.original = orders.id)
        FROM orders WHERE orders.id > ? ORDER BY orders.id LIMIT ?
        """

    static let order = "SELECT \(Order.columns) FROM orders WHERE orders.id = ?"

    static let returns = "SELECT volume FROM orders WHERE original = ?"

    static let callbacksOfNoOrder = """
        SELECT order_id FROM callback WHERE order_id > ? AND order_id <= ?
        AND NOT EXISTS (SELECT 1 FROM orders WHERE orders.id = callback.order_id) LIMIT ?
        """

    static let returnsOfNoOrder = """
        SELECT original FROM returned WHERE original > ? AND original <= ?
        AND NOT EXISTS (SELECT 1 FROM orders WHERE orders.id = returned.original) LIMIT ?
        """

    /// References are compared as bytes, since a text that is none in UTF-8 would not come back as it went.
    static let holds = """
        SELECT reference, owner, book, coin, volume, open FROM hold WHERE reference >= CAST(coalesce(?, x'') AS TEXT)
        ORDER BY reference LIMIT ?
        """

    static let balances = """
        SELECT owner, book, coin, total, frozen FROM account WHERE (owner, book, coin) > (?, ?, ?) ORDER BY owner, book, coin LIMIT ?
        """

    package static let all = [
        transactions, postings, orders, order, returns, callbacksOfNoOrder, returnsOfNoOrder, holds, balances,
    ]
}
