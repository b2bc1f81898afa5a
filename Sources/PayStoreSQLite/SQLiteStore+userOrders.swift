import GRDB
import PayCore
import PayDomain
import PayLedger

extension SQLiteStore {
    package func orders(matching filter: UserOrderFilter, after place: OrderPlace?, limit: Int) async throws -> [Order] {
        try await readSnapshot { db in
            var newest: [Order] = []
            var query = UserOrderQuery(filter, after: place)
            for app in try PreparedStatement(db, "SELECT id FROM app").all([], { try $0.app(0) }) {
                let (sql, values) = query.sql(of: app, limit: limit)
                let found = try PreparedStatement(db, sql).all(values) { try Order($0) }
                if found.isEmpty { continue }
                newest += found
                newest.sort { OrderPlace(of: $0).isBefore(OrderPlace(of: $1)) }
                newest.removeLast(max(0, newest.count - limit))
                // What is older than all of a full page is on none of the apps' pages that still come.
                if newest.count == limit { query.oldest = newest.last?.createTime }
            }
            return newest
        }
    }

    package func returns(of original: OrderID, limit: Int) async throws -> [Order] {
        try await read { db in
            try PreparedStatement(db, UserOrderQuery.returns).all([.order(original), .integer(limit)]) { try Order($0) }
        }
    }
}

/// The newest orders of a user at one app.
package struct UserOrderQuery {
    private let filter: UserOrderFilter
    private let place: OrderPlace?
    /// Orders made before are not asked for.
    package var oldest: Timestamp?

    /// Binds an order and a number.
    package static let returns = """
        SELECT \(Order.columns) FROM orders WHERE original = ? AND original IS NOT NULL ORDER BY create_time DESC, id DESC LIMIT ?
        """

    package init(_ filter: UserOrderFilter, after place: OrderPlace?) {
        self.filter = filter
        self.place = place
    }

    /// The statement, with the values of its placeholders. There is one for each combination of what can be asked for.
    func sql(of app: AppID, limit: Int) -> (sql: String, values: [SQLValue]) {
        let (sql, values) = condition
        return (Self.select(where: sql), [.app(app), .user(filter.user)] + values + [.integer(limit)])
    }

    /// The same statement without the values, for whoever looks at its plan.
    package var sql: String { Self.select(where: condition.sql) }

    private static func select(where condition: String) -> String {
        "SELECT \(Order.columns) FROM orders WHERE app_id = ? AND uid = ?\(condition) ORDER BY create_time DESC, id DESC LIMIT ?"
    }

    private var condition: (sql: String, values: [SQLValue]) {
        var sql = ""
        var values: [SQLValue] = []
        func add(_ term: String, _ more: [SQLValue]?) {
            guard let more else { return }
            sql += " AND \(term)"
            values += more
        }
        add("coin = ?", filter.coin.map { [.coin($0)] })
        add("direction = ?", filter.direction.map { [.integer($0.rawValue)] })
        add("create_time >= ?", filter.start.map { [.time($0)] })
        add("create_time >= ?", oldest.map { [.time($0)] })
        add("create_time < ?", filter.end.map { [.time($0)] })
        // The time alone is what the index is entered by.
        add("create_time <= ?", place.map { [.time($0.createTime)] })
        add("(create_time, id) < (?, ?)", place.map { [.time($0.createTime), .order($0.id)] })
        return (sql, values)
    }
}
