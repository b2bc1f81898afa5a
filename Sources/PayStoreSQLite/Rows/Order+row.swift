import PayCore
import PayLedger

extension Order {
    /// The columns of `orders`, in the order in which ``init(_:at:amount:)`` reads them.
    static let columns = """
        orders.id, orders.app_id, orders.trade_no, orders.uid, orders.coin, orders.volume, orders.cut, orders.direction, orders.type, \
        orders.scene, orders.description, orders.device, orders.create_time, orders.status, orders.arrive_time, orders.original
        """

    /// How many they are.
    static let columnCount: Int32 = 16

    /// Where `create_time` stands among them, from 0.
    static let createTimeColumn: Int32 = 12

    /// Reads the columns from the first on.
    ///
    /// - Throws: ``StoreError/unreadable(column:)``.
    init(_ row: Row) throws { try self.init(row, at: 0, amount: row.amount) }

    /// Reads the columns from `first` on.
    ///
    /// - Parameter amount: reads the amount in a column.
    /// - Throws: ``StoreError/unreadable(column:)``.
    init(_ row: Row, at first: Int32, amount: (Int32) throws -> Amount) throws {
        self.init(
            id: OrderID(row.integer(first)),
            key: OrderKey(app: try row.app(first + 1), tradeNo: try row.tradeNo(first + 2)),
            user: try row.user(first + 3),
            coin: try row.coin(first + 4),
            volume: try amount(first + 5),
            cut: try amount(first + 6),
            direction: try row.valid(Direction(rawValue: Int(row.integer(first + 7))), first + 7),
            type: try row.valid(OrderType(rawValue: Int(row.integer(first + 8))), first + 8),
            texts: OrderTexts(scene: row.text(first + 9), desc: row.text(first + 10), device: row.text(first + 11)),
            createTime: row.time(first + 12),
            status: try row.valid(OrderStatus(rawValue: Int(row.integer(first + 13))), first + 13),
            arriveTime: row.optional(first + 14, row.time),
            original: row.optional(first + 15) { OrderID(row.integer($0)) }
        )
    }

    /// What a new row holds, in the order of ``columns``.
    var values: [SQLValue] {
        [
            .order(id), .app(key.app), .text(key.tradeNo.text), .user(user), .coin(coin), .amount(volume), .amount(cut),
            .integer(direction.rawValue), .integer(type.rawValue), .text(texts.scene), .text(texts.desc), .text(texts.device),
            .time(createTime), .integer(status.rawValue), .time(arriveTime), original.map { .order($0) } ?? .null,
        ]
    }
}
