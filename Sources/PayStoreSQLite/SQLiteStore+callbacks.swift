import GRDB
import PayCore
import PayDomain
import PayLedger

extension SQLiteStore {
    package func dueCallbacks(of app: AppID, now: Timestamp, limit: Int) async throws -> [DueCallback] {
        try await read { db in
            try PreparedStatement(
                db,
                """
                SELECT \(Order.columns), callback.first_attempt_time, callback.attempts, callback.schedule
                FROM callback JOIN orders ON orders.id = callback.order_id
                WHERE callback.app_id = ? AND callback.due_time <= ?
                ORDER BY callback.due_time LIMIT ?
                """
            ).all([.app(app), .time(now), .integer(limit)]) { row in
                let next = Order.columnCount
                return DueCallback(
                    order: try Order(row), firstAttemptTime: row.optional(next, row.time), attempts: Int(row.integer(next + 1)),
                    schedule: Int(row.integer(next + 2))
                )
            }
        }
    }

    package func nextCallbackDue(of apps: [AppID]) async throws -> Timestamp? {
        try await read { db in
            let statement = try PreparedStatement(
                db, "SELECT due_time FROM callback WHERE app_id = ? AND due_time IS NOT NULL ORDER BY due_time LIMIT 1"
            )
            return try apps.compactMap { app in try statement.first([.app(app)]) { $0.time(0) } }.min()
        }
    }

    package func record(_ attempts: [CallbackAttempt]) async throws {
        guard !attempts.isEmpty else { return }
        try await write { db in
            for attempt in attempts { try Self.record(attempt, db) }
        }
    }

    private static func record(_ attempt: CallbackAttempt, _ db: Database) throws {
        // An attempt that began under an earlier schedule counts, but says nothing about the present one.
        try PreparedStatement(
            db,
            """
            UPDATE callback SET
                attempts = attempts + 1,
                first_attempt_time = iif(schedule = ?2, ?3, first_attempt_time),
                due_time = iif(schedule = ?2, ?4, due_time),
                delivered_time = iif(schedule = ?2, ?5, delivered_time)
            WHERE order_id = ?1
            """
        ).runOnOneRow([
            .order(attempt.order), .integer(attempt.schedule), .time(attempt.firstAttemptTime), .time(attempt.nextTime),
            .time(attempt.isDelivered ? attempt.time : nil),
        ])
        let (status, failure): (SQLValue, SQLValue) =
            switch attempt.ending {
            case .answered(let status): (.integer(status), .null)
            case .failed(let reason): (.null, .text(reason))
            }
        try PreparedStatement(
            db,
            """
            INSERT INTO callback_attempt
                (order_id, app_id, number, schedule, time, url, http_status, failure, duration, first_attempt_time, next_time)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        ).run([
            .order(attempt.order), .app(attempt.app), .integer(attempt.number), .integer(attempt.schedule), .time(attempt.time),
            .text(attempt.url), status, failure, .integer(attempt.durationNanoseconds), .time(attempt.firstAttemptTime),
            .time(attempt.nextTime),
        ])
    }

    package func redoCallback(of order: Order, now: Timestamp) async throws {
        try await write { db in
            _ = try PreparedStatement(
                db,
                """
                INSERT INTO callback (order_id, app_id, due_time, redone) VALUES (?, ?, ?, 1)
                ON CONFLICT (order_id) DO UPDATE SET
                    due_time = excluded.due_time, schedule = schedule + 1, first_attempt_time = NULL, delivered_time = NULL
                """
            ).run([.order(order.id), .app(order.key.app), .time(now)])
        }
    }

    package func callbackAttempts(of app: AppID, tradeNo: TradeNo?, limit: Int) async throws -> [CallbackAttempt] {
        let filter = tradeNo == nil ? "callback_attempt.app_id = ?" : "orders.app_id = ? AND orders.trade_no = ?"
        var values: [SQLValue] = [.app(app)]
        if let tradeNo { values.append(.text(tradeNo.text)) }
        let sql = """
            SELECT callback_attempt.order_id, orders.app_id, orders.trade_no, number, schedule, time, url, http_status, failure, duration,
                first_attempt_time, next_time
            FROM callback_attempt JOIN orders ON orders.id = callback_attempt.order_id
            WHERE \(filter) ORDER BY time DESC, callback_attempt.id DESC LIMIT ?
            """
        return try await read { [values] db in
            try PreparedStatement(db, sql).all(values + [.integer(limit)], CallbackAttempt.init).reversed()
        }
    }
}

extension CallbackAttempt {
    fileprivate init(_ row: Row) throws {
        self.init(
            order: OrderID(row.integer(0)), app: try row.app(1), tradeNo: try row.tradeNo(2), number: Int(row.integer(3)),
            schedule: Int(row.integer(4)), time: row.time(5), url: row.text(6),
            ending: row.isNull(7) ? .failed(reason: row.text(8)) : .answered(status: Int(row.integer(7))),
            durationNanoseconds: row.integer(9), firstAttemptTime: row.time(10), nextTime: row.optional(11, row.time)
        )
    }
}
