import GRDB
import PayCore
import PayDomain
import PayLedger

/// Reads callbacks and their attempts.
struct CallbackReader {
    private let db: Database

    init(_ db: Database) { self.db = db }

    /// When the next callback of each app can be claimed: it is due and nobody's, or a lease ends, or it lies too far ahead.
    func next(of apps: [AppID], now: Timestamp) throws -> [AppID: Timestamp] {
        let free = try PreparedStatement(
            db,
            """
            SELECT due_time FROM callback WHERE app_id = ? AND due_time IS NOT NULL AND leased_until IS NULL
            ORDER BY due_time LIMIT 1
            """
        )
        let leased = try PreparedStatement(
            db, "SELECT leased_until FROM callback WHERE app_id = ? AND leased_until IS NOT NULL ORDER BY leased_until LIMIT 1"
        )
        let tooFar = try PreparedStatement(
            db, "SELECT 1 FROM callback WHERE app_id = ? AND due_time > ? AND leased_until IS NULL LIMIT 1"
        )
        var next: [AppID: Timestamp] = [:]
        for app in apps {
            next[app] = try [free, leased].compactMap { try $0.first([.app(app)]) { $0.time(0) } }.min()
            let isTooFar = try tooFar.first([.app(app), .time(now.advanced(bySeconds: CallbackTurn.reach))]) { _ in true }
            if let time = next[app], isTooFar != nil { next[app] = min(time, now) }
        }
        return next
    }

    func backlog(of apps: [AppID], now: Timestamp) throws -> CallbackBacklog {
        // Both read the index of what waits and nothing else.
        let due = try PreparedStatement(db, "SELECT count(*), min(due_time) FROM callback WHERE app_id = ? AND due_time <= ?")
        let waiting = try PreparedStatement(db, "SELECT count(*) FROM callback WHERE app_id = ? AND due_time > ?")
        var backlog = CallbackBacklog(due: 0, waiting: 0, oldestDue: nil)
        for app in apps {
            let values: [SQLValue] = [.app(app), .time(now)]
            let found = try due.first(values) { (count: Int($0.integer(0)), oldest: $0.optional(1, $0.time)) }
            backlog = CallbackBacklog(
                due: backlog.due + (found?.count ?? 0),
                waiting: backlog.waiting + (try waiting.first(values) { Int($0.integer(0)) } ?? 0),
                oldestDue: [backlog.oldestDue, found?.oldest].compactMap { $0 }.min()
            )
        }
        return backlog
    }

    func attempts(of app: AppID, tradeNo: TradeNo?, limit: Int) throws -> [CallbackAttempt] {
        let filter = tradeNo == nil ? "callback_attempt.app_id = ?" : "orders.app_id = ? AND orders.trade_no = ?"
        var values: [SQLValue] = [.app(app)]
        if let tradeNo { values.append(.text(tradeNo.text)) }
        return try PreparedStatement(
            db,
            """
            SELECT callback_attempt.order_id, orders.app_id, orders.trade_no, number, schedule, time, first_attempt_time, next_time,
                superseded, url, address, request_headers, answer_headers, answer_start, http_status, failure_kind, failure, duration
            FROM callback_attempt JOIN orders ON orders.id = callback_attempt.order_id
            WHERE \(filter) ORDER BY time DESC, callback_attempt.id DESC LIMIT ?
            """
        ).all(values + [.integer(limit)], CallbackAttempt.init).reversed()
    }
}

extension CallbackAttempt {
    fileprivate init(_ row: Row) throws {
        self.init(
            order: OrderID(row.integer(0)), app: try row.app(1), tradeNo: try row.tradeNo(2), number: Int(row.integer(3)),
            schedule: Int(row.integer(4)), time: row.time(5), exchange: CallbackExchange(row, at: 9), firstAttemptTime: row.time(6),
            nextTime: row.optional(7, row.time), isSuperseded: row.flag(8)
        )
    }
}

extension CallbackExchange {
    fileprivate init(_ row: Row, at first: Int32) {
        self.init(
            url: row.text(first), address: row.optional(first + 1, row.text), requestHeaders: HeaderLines.headers(row.text(first + 2)),
            answerHeaders: HeaderLines.headers(row.text(first + 3)), answerStart: row.bytes(first + 4),
            ending: Ending(row, at: first + 5), durationNanoseconds: row.integer(first + 8)
        )
    }
}

extension CallbackExchange.Ending {
    /// Reads `http_status`, `failure_kind` and `failure`.
    init(_ row: Row, at first: Int32) {
        guard row.isNull(first) else {
            self = .answered(status: Int(row.integer(first)))
            return
        }
        // Attempts of before the third migration have no kind.
        let kind = row.optional(first + 1, row.text).flatMap(CallbackFailure.init(rawValue:)) ?? .other
        self = .failed(kind, reason: row.text(first + 2))
    }
}
