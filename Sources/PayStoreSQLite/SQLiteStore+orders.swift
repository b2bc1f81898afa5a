import GRDB
import PayCore
import PayDomain
import PayLedger

extension SQLiteStore {
    package func order(_ key: OrderKey) async throws -> Order? {
        try await read { db in
            try PreparedStatement(db, "SELECT \(Order.columns) FROM orders WHERE app_id = ? AND trade_no = ?")
                .first([.app(key.app), .text(key.tradeNo.text)]) { try Order($0) }
        }
    }

    package func order(_ id: OrderID) async throws -> Order? {
        try await read { db in
            try PreparedStatement(db, "SELECT \(Order.columns) FROM orders WHERE id = ?").first([.order(id)]) { try Order($0) }
        }
    }

    package func returnedVolume(of order: OrderID) async throws -> Amount? {
        try await read { db in try LedgerReader(db).returned(of: order) }
    }

    package func orders(matching filter: OrderFilter, offset: Int64, limit: Int) async throws -> OrderPage {
        let (condition, values) = filter.condition
        return try await readSnapshot { db in
            let total = try PreparedStatement(db, "SELECT count(*) FROM orders WHERE \(condition)").first(values) { $0.integer(0) } ?? 0
            // Past the end there is nothing to skip over.
            guard offset < total else { return OrderPage(total: total, orders: []) }
            let page = try PreparedStatement(
                db, "SELECT \(Order.columns) FROM orders WHERE \(condition) ORDER BY create_time DESC LIMIT ? OFFSET ?"
            )
            return OrderPage(total: total, orders: try page.all(values + [.integer(limit), .integer(offset)]) { try Order($0) })
        }
    }

    package func ordersUnderReview(limit: Int) async throws -> [Order] {
        try await read { db in
            try PreparedStatement(db, "SELECT \(Order.columns) FROM orders WHERE status = 3 ORDER BY create_time LIMIT ?")
                .all([.integer(limit)]) { try Order($0) }
        }
    }

    package func application(codeHash: [UInt8]) async throws -> PaymentApplication? {
        try await read { db in
            try PreparedStatement(db, "SELECT \(PaymentApplication.columns) FROM application WHERE code_hash = ?")
                .first([.bytes(codeHash)], PaymentApplication.init)
        }
    }
}

extension OrderFilter {
    /// The filter as SQL, with the values of its placeholders.
    fileprivate var condition: (sql: String, values: [SQLValue]) {
        var terms = ["app_id = ?"]
        var values: [SQLValue] = [.app(app)]
        func add(_ term: String, _ value: SQLValue?) {
            guard let value else { return }
            terms.append(term)
            values.append(value)
        }
        add("uid = ?", user.map { .user($0) })
        add("coin = ?", coin.map { .coin($0) })
        add("direction = ?", direction.map { .integer($0.rawValue) })
        add("type = ?", type.map { .integer($0.rawValue) })
        add("create_time >= ?", start.map { .time($0) })
        add("create_time < ?", end.map { .time($0) })
        return (terms.joined(separator: " AND "), values)
    }
}
