import PayCore
import PayLedger

extension Order {
    /// The columns of `orders`, in the order in which ``init(_:at:amount:)`` reads them.
    static let columns = """
        orders.id, orders.app_id, orders.trade_no, orders.uid, orders.coin, orders.volume, orders.cut, orders.direction, orders.type, \
        orders.scene, orders.description, orders.device, orders.create_time, orders.status, orders.arrive_time, orders.original
        """

    /// How many they are.
    static let columnCount = 16

    /// Reads the columns from `first` on.
    ///
    /// - Throws: ``PostgresError/unreadable(column:_:)``.
    init(_ row: PostgresRow, at first: Int = 0) throws(PostgresError) { try self.init(row, at: first, amount: row.amount) }

    /// - Parameter amount: reads the amount in a column.
    init(_ row: PostgresRow, at first: Int, amount: (Int) throws(PostgresError) -> Amount) throws(PostgresError) {
        self.init(
            id: try row.order(first),
            key: OrderKey(app: try row.app(first + 1), tradeNo: try row.tradeNo(first + 2)),
            user: try row.user(first + 3),
            coin: try row.coin(first + 4),
            volume: try amount(first + 5),
            cut: try amount(first + 6),
            direction: try row.valid(Direction(rawValue: row.integer(first + 7)), first + 7),
            type: try row.valid(OrderType(rawValue: row.integer(first + 8)), first + 8),
            texts: OrderTexts(scene: try row.text(first + 9), desc: try row.text(first + 10), device: try row.text(first + 11)),
            createTime: try row.timestamp(first + 12),
            status: try row.valid(OrderStatus(rawValue: row.integer(first + 13)), first + 13),
            arriveTime: try row.optional(first + 14, row.timestamp),
            original: try row.optional(first + 15, row.order)
        )
    }
}
