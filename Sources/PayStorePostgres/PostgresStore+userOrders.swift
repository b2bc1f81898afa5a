import PayCore
import PayDomain
import PayLedger

extension PostgresStore {
    package func orders(matching filter: UserOrderFilter, after place: OrderPlace?, limit: Int) async throws -> [Order] {
        try await read(UserOrderSQL.page(filter, after: place, limit: limit)).map { try Order($0) }
    }

    package func returns(of original: OrderID, limit: Int) async throws -> [Order] {
        try await read(UserOrderSQL.returns(.order(original), .integer(limit))).map { try Order($0) }
    }
}

package enum UserOrderSQL {
    package static let returns = PostgresStatement(
        "returns_of_order",
        "SELECT \(Order.columns) FROM orders WHERE original = $1 ORDER BY create_time DESC, id DESC LIMIT $2", .int64, .int64)

    /// The newest orders of a user at each app, and of those the newest of all. There is one statement for each combination of what can be
    /// asked for, named by a letter for each.
    package static func page(_ filter: UserOrderFilter, after place: OrderPlace?, limit: Int) -> PostgresCall {
        var name = "orders_of_user_"
        var conditions = ""
        var values: [PostgresValue] = [.user(filter.user), .integer(limit)]
        func add(_ letter: String, _ condition: (Int) -> String, _ more: [PostgresValue]?) {
            guard let more else { return }
            name += letter
            conditions += " AND \(condition(values.count + 1))"
            values += more
        }
        add("c", { "coin = $\($0)" }, filter.coin.map { [.coin($0)] })
        add("d", { "direction = $\($0)" }, filter.direction.map { [.integer($0.rawValue)] })
        add("s", { "create_time >= $\($0)" }, filter.start.map { [.timestamp($0)] })
        add("e", { "create_time < $\($0)" }, filter.end.map { [.timestamp($0)] })
        // The time alone is what the index is entered by.
        add(
            "p", { "create_time <= $\($0) AND (create_time, id) < ($\($0), $\($0 + 1))" },
            place.map { [.timestamp($0.createTime), .order($0.id)] }
        )
        let sql = """
            SELECT \(Order.columns) FROM app CROSS JOIN LATERAL (
                SELECT * FROM orders WHERE app_id = app.id AND uid = $1\(conditions) ORDER BY create_time DESC, id DESC LIMIT $2
            ) AS orders ORDER BY orders.create_time DESC, orders.id DESC LIMIT $2
            """
        let statement = PostgresStatement(name: name, sql: sql, parameters: values.map { _ in .int64 })
        return PostgresCall(statement: statement, values: values)
    }
}
