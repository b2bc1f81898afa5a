import PayCore
import PayDomain

extension CallbackAttempt {
    /// The columns of `attempt` and of its order, in the order in which ``init(_:)`` reads them.
    static let columns = """
        attempt.order_id, orders.app_id, orders.trade_no, attempt.number, attempt.schedule, attempt.time, attempt.first_attempt_time, \
        attempt.next_time, attempt.superseded, attempt.url, attempt.address, attempt.request_headers, attempt.answer_headers, \
        attempt.answer_start, attempt.http_status, attempt.failure_kind, attempt.failure, attempt.duration
        """

    init(_ row: PostgresRow) throws(PostgresError) {
        self.init(
            order: try row.order(0), app: try row.app(1), tradeNo: try row.tradeNo(2), number: try row.integer(3),
            schedule: try row.integer(4), time: try row.timestamp(5), exchange: try CallbackExchange(row, at: 9),
            firstAttemptTime: try row.timestamp(6), nextTime: try row.optional(7, row.timestamp), isSuperseded: try row.bool(8)
        )
    }
}

extension CallbackExchange {
    fileprivate init(_ row: PostgresRow, at first: Int) throws(PostgresError) {
        self.init(
            url: try row.text(first), address: try row.optional(first + 1, row.text),
            requestHeaders: HeaderLines.headers(try row.text(first + 2)), answerHeaders: HeaderLines.headers(try row.text(first + 3)),
            answerStart: try row.bytes(first + 4), ending: try Ending(row, at: first + 5),
            durationNanoseconds: try row.int64(first + 8)
        )
    }
}

extension CallbackExchange.Ending {
    /// Reads `http_status`, `failure_kind` and `failure`.
    init(_ row: PostgresRow, at first: Int) throws(PostgresError) {
        if let status = try row.optional(first, row.integer) {
            self = .answered(status: status)
        } else {
            // Attempts that came from an early platform on SQLite have no kind.
            let kind = try row.optional(first + 1, row.text).flatMap(CallbackFailure.init(rawValue:)) ?? .other
            self = .failed(kind, reason: try row.text(first + 2))
        }
    }

    /// What the columns that ``init(_:at:)`` reads hold.
    var columns: (status: Int64?, kind: String?, failure: String?) {
        switch self {
        case .answered(let status): (Int64(status), nil, nil)
        case .failed(let kind, let reason): (nil, kind.rawValue, reason)
        }
    }
}
