import PayCore
import PayDomain
import PayLedger

/// A filter of orders as SQL. There is one statement for each combination of what a filter can ask for, named after it.
struct OrderConditions {
    private var terms: [(sql: String, type: PostgresType, value: PostgresValue)] = []
    /// A letter for each condition: the server tells statements apart by the first 63 bytes of their names.
    private var tags = ""

    init(_ filter: OrderFilter) {
        add("app_id =", as: "a", .text, .app(filter.app))
        add("uid =", as: "u", .int64, filter.user.map { .user($0) })
        add("coin =", as: "c", .int64, filter.coin.map { .coin($0) })
        add("direction =", as: "d", .int64, filter.direction.map { .integer($0.rawValue) })
        add("type =", as: "t", .int64, filter.type.map { .integer($0.rawValue) })
        add("create_time >=", as: "s", .int64, filter.start.map { .timestamp($0) })
        add("create_time <", as: "e", .int64, filter.end.map { .timestamp($0) })
    }

    /// - Parameters:
    ///   - tag: a letter that no other condition has.
    ///   - value: `nil` for a condition that is not asked for.
    mutating func add(_ sql: String, as tag: Character, _ type: PostgresType, _ value: PostgresValue?) {
        guard let value else { return }
        terms.append((sql, type, value))
        tags.append(tag)
    }

    /// - Parameters:
    ///   - name: together with the conditions, it names the statement.
    ///   - sql: with `{}` in place of the conditions.
    func call(_ name: String, _ sql: String, limit: Int? = nil, offset: Int64 = 0) -> PostgresCall {
        let conditions = terms.enumerated().map { "\($1.sql) $\($0 + 1)" }.joined(separator: " AND ")
        var sql = sql.replacing("{}", with: conditions)
        var types = terms.map(\.type)
        var values = terms.map(\.value)
        if let limit {
            sql += " LIMIT $\(types.count + 1) OFFSET $\(types.count + 2)"
            types += [.int64, .int64]
            values += [.integer(limit), .int64(offset)]
        }
        let statement = PostgresStatement(name: "\(name)_\(tags)", sql: sql, parameters: types)
        return PostgresCall(statement: statement, values: values)
    }
}

/// How many orders a filter lets through, as the sum of a few statements that read little, however many orders an app has.
///
/// A user's orders are few and are counted. All others are added up day by day from what each batch has counted; of the days on which a
/// filter's time begins and ends, the part that it asks for is counted.
struct OrderCount {
    private let filter: OrderFilter

    init(_ filter: OrderFilter) { self.filter = filter }

    var calls: [PostgresCall] {
        guard filter.user == nil else { return [counted(filter)] }
        // The days that the filter lets through as a whole.
        let firstDay = filter.start.map { $0.nanoseconds == Self.start(of: $0.day) ? $0.day : $0.day + 1 }
        let endDay = filter.end.map(\.day)
        if let firstDay, let endDay, firstDay >= endDay { return [counted(filter)] }
        var calls = [addedUp(from: firstDay, to: endDay)]
        if let firstDay, filter.start?.nanoseconds != Self.start(of: firstDay) {
            var part = filter
            part.end = Timestamp(nanoseconds: Self.start(of: firstDay))
            calls.append(counted(part))
        }
        if let end = filter.end, let endDay, end.nanoseconds != Self.start(of: endDay) {
            var part = filter
            part.start = Timestamp(nanoseconds: Self.start(of: endDay))
            calls.append(counted(part))
        }
        return calls
    }

    private func counted(_ filter: OrderFilter) -> PostgresCall {
        OrderConditions(filter).call("orders_count", "SELECT count(*) FROM orders WHERE {}")
    }

    private func addedUp(from first: Int64?, to end: Int64?) -> PostgresCall {
        var whole = filter
        whole.start = nil
        whole.end = nil
        var conditions = OrderConditions(whole)
        conditions.add("day >=", as: "f", .int64, first.map { .int64($0) })
        conditions.add("day <", as: "b", .int64, end.map { .int64($0) })
        return conditions.call("orders_added_up", "SELECT coalesce(sum(orders), 0)::bigint FROM order_count WHERE {}")
    }

    private static func start(of day: Int64) -> Int64 { day * 86_400_000_000_000 }
}
