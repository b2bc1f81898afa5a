import GRDB
import PayCore
import PayDomain
import PayLedger

/// Reads where callbacks stand. Each list is walked along one index and stops at its limit.
struct CallbackHistoryReader {
    private let db: Database

    init(_ db: Database) { self.db = db }

    func callbacks(of apps: [AppID], in state: CallbackState, limit: Int) throws -> [CallbackStanding] {
        let statement = try PreparedStatement(db, CallbackHistorySQL.list(state))
        var found: [CallbackStanding] = []
        for app in apps { found += try statement.all([.app(app), .integer(limit)]) { try CallbackStanding($0) } }
        // The list of each app is in order.
        if apps.count > 1 { found.sort { Self.precedes($0, $1, in: state) } }
        return try found.prefix(limit).map(withLastAttempt)
    }

    func callback(of order: OrderID) throws -> CallbackStanding? {
        try PreparedStatement(db, CallbackHistorySQL.one).first([.order(order)]) { try CallbackStanding($0) }.map(withLastAttempt)
    }

    private static func precedes(_ left: CallbackStanding, _ right: CallbackStanding, in state: CallbackState) -> Bool {
        switch state {
        case .waiting: (left.dueTime ?? left.order.createTime, left.order.id) < (right.dueTime ?? right.order.createTime, right.order.id)
        case .givenUp: left.order.id < right.order.id
        case .delivered: left.order.createTime > right.order.createTime
        }
    }

    private func withLastAttempt(_ callback: CallbackStanding) throws -> CallbackStanding {
        let last = try PreparedStatement(db, CallbackHistorySQL.lastAttempt).first([.order(callback.order.id)]) { row in
            CallbackStanding.LastAttempt(time: row.time(0), ending: CallbackExchange.Ending(row, at: 1))
        }
        return CallbackStanding(
            order: callback.order, attempts: callback.attempts, dueTime: callback.dueTime, deliveredTime: callback.deliveredTime,
            lastAttempt: last
        )
    }
}

extension CallbackStanding {
    fileprivate init(_ row: Row) throws {
        let next = Order.columnCount
        self.init(
            order: try Order(row), attempts: Int(row.integer(next)), dueTime: row.optional(next + 1, row.time),
            deliveredTime: row.optional(next + 2, row.time), lastAttempt: nil
        )
    }
}

/// The statements that read them. The joins are spelt so that SQLite cannot begin them at the other end.
package enum CallbackHistorySQL {
    private static let columns = "\(Order.columns), callback.attempts, callback.due_time, callback.delivered_time"

    static func list(_ state: CallbackState) -> String {
        switch state {
        case .waiting:
            """
            SELECT \(columns) FROM callback INDEXED BY callback_due CROSS JOIN orders ON orders.id = callback.order_id
            WHERE callback.app_id = ? AND callback.due_time IS NOT NULL ORDER BY callback.due_time, callback.order_id LIMIT ?
            """
        case .givenUp:
            """
            SELECT \(columns) FROM callback INDEXED BY callback_given_up CROSS JOIN orders ON orders.id = callback.order_id
            WHERE callback.app_id = ? AND callback.due_time IS NULL AND callback.delivered_time IS NULL
            ORDER BY callback.order_id LIMIT ?
            """
        case .delivered:
            """
            SELECT \(columns) FROM orders INDEXED BY order_history CROSS JOIN callback ON callback.order_id = orders.id
            WHERE orders.app_id = ? AND callback.delivered_time IS NOT NULL ORDER BY orders.create_time DESC LIMIT ?
            """
        }
    }

    static let one = "SELECT \(columns) FROM callback CROSS JOIN orders ON orders.id = callback.order_id WHERE callback.order_id = ?"

    static let lastAttempt = """
        SELECT time, http_status, failure_kind, failure FROM callback_attempt INDEXED BY attempt_by_order
        WHERE order_id = ? ORDER BY id DESC LIMIT 1
        """

    package static let waiting = """
        SELECT callback.order_id, callback.due_time, callback.first_attempt_time, orders.create_time
        FROM callback INDEXED BY callback_due CROSS JOIN orders ON orders.id = callback.order_id
        WHERE callback.app_id = ? AND callback.due_time IS NOT NULL AND (callback.due_time, callback.order_id) > (?, ?)
        ORDER BY callback.due_time, callback.order_id LIMIT ?
        """

    package static let givenUp = """
        SELECT callback.order_id, orders.create_time
        FROM callback INDEXED BY callback_given_up CROSS JOIN orders ON orders.id = callback.order_id
        WHERE callback.app_id = ? AND callback.due_time IS NULL AND callback.delivered_time IS NULL AND callback.order_id > ?
        ORDER BY callback.order_id LIMIT ?
        """

    /// No two orders have one time, so that the time alone is a place among them.
    package static let orders = """
        SELECT orders.id, orders.create_time, orders.status, callback.due_time, callback.delivered_time
        FROM orders INDEXED BY order_history LEFT JOIN callback ON callback.order_id = orders.id
        WHERE orders.app_id = ? AND orders.create_time > ? AND orders.create_time <= ? ORDER BY orders.create_time LIMIT ?
        """

    package static let waitingLength = "SELECT count(*) FROM callback INDEXED BY callback_due WHERE app_id = ? AND due_time > ?"

    static let givenUpLength = """
        SELECT count(*) FROM callback INDEXED BY callback_given_up
        WHERE app_id = ? AND due_time IS NULL AND delivered_time IS NULL AND order_id > ?
        """

    static let ordersLength = """
        SELECT count(*) FROM orders INDEXED BY order_history WHERE app_id = ? AND create_time > ? AND create_time <= ?
        """

    /// Every statement that reads, for their plans to be looked at.
    package static let all: [String] =
        CallbackState.allCases.map(list) + [one, lastAttempt, waiting, givenUp, orders, waitingLength, givenUpLength, ordersLength]
}
