import PayCore
import PayDomain
import PayLedger

extension PostgresStore {
    package func order(_ key: OrderKey) async throws -> Order? {
        try await read(OrderSQL.byKey(.app(key.app), .text(key.tradeNo.text))).first.map { try Order($0) }
    }

    package func order(_ id: OrderID) async throws -> Order? { try await read(OrderSQL.byID(.order(id))).first.map { try Order($0) } }

    package func returnedVolume(of order: OrderID) async throws -> Amount? {
        try await read(OrderSQL.returned(.order(order))).first?.amount(0)
    }

    package func orders(matching filter: OrderFilter, offset: Int64, limit: Int) async throws -> OrderPage {
        let conditions = OrderConditions(filter)
        let counts = OrderCount(filter).calls
        let page = conditions.call(
            "orders_page", "SELECT \(Order.columns) FROM orders WHERE {} ORDER BY create_time DESC",
            limit: limit, offset: offset)
        // One snapshot, and one round trip.
        return try await pool.withTransaction(isolation: .repeatableRead) { transaction in
            let results = try await transaction.commit(after: counts + [page])
            let total = try results.dropLast().reduce(0) { try $0 + ($1.first?.int64(0) ?? 0) }
            return OrderPage(total: total, orders: try results[counts.count].map { try Order($0) })
        }
    }

    package func ordersUnderReview(limit: Int) async throws -> [Order] {
        try await read(OrderSQL.underReview(.integer(limit))).map { try Order($0) }
    }

    package func application(codeHash: [UInt8]) async throws -> PaymentApplication? {
        try await read(OrderSQL.application(.bytes(codeHash))).first.map { try PaymentApplication($0) }
    }
}

enum OrderSQL {
    static let byKey = PostgresStatement(
        "order_by_key", "SELECT \(Order.columns) FROM orders WHERE app_id COLLATE \"POSIX\" = $1 AND trade_no = $2", .text, .text)
    static let byID = PostgresStatement("order_by_id", "SELECT \(Order.columns) FROM orders WHERE id = $1", .int64)
    static let returned = PostgresStatement("returned_volume", "SELECT volume FROM returned WHERE original = $1", .int64)
    static let underReview = PostgresStatement(
        "orders_under_review", "SELECT \(Order.columns) FROM orders WHERE status = 3 ORDER BY create_time LIMIT $1", .int64)
    static let application = PostgresStatement(
        "application_by_code", "SELECT \(PaymentApplication.columns) FROM application WHERE code_hash = $1", .bytes)
}
