import GRDB
import PayCore
import PayDomain
import PayLedger

/// Finds the callbacks that are to be sent again, and makes them due.
struct CallbackReplayer {
    /// A callback as it was found.
    struct Candidate: Sendable {
        let order: OrderID
        let dueTime: Timestamp?
        let deliveredTime: Timestamp?
    }

    private let db: Database

    init(_ db: Database) { self.db = db }

    func length(_ replay: CallbackReplay, from place: CallbackReplayPlace) throws -> Int {
        let (sql, values): (String, [SQLValue]) =
            switch place {
            case .waiting(let due, _): (CallbackHistorySQL.waitingLength, [.time(due)])
            case .givenUp(let order): (CallbackHistorySQL.givenUpLength, [.order(order)])
            case .orders(let created): (CallbackHistorySQL.ordersLength, [.time(created), .time(replay.start)])
            }
        return Int(try PreparedStatement(db, sql).first([.app(replay.app)] + values) { $0.integer(0) } ?? 0)
    }

    /// One page of the walk, with what is to be made due. Its count of these is still to be made.
    func find(
        _ replay: CallbackReplay, from place: CallbackReplayPlace, now: Timestamp, limit: Int
    ) throws -> (page: CallbackReplayPage, candidates: [Candidate]) {
        var page = CallbackReplayPage()
        var candidates: [Candidate] = []
        func see(_ candidate: Candidate, created: Timestamp, counts: Bool, at place: CallbackReplayPlace) {
            page.examined += 1
            page.next = place
            guard counts, replay.since.map({ created >= $0 }) ?? true else { return }
            if let due = candidate.dueTime, due <= now { page.alreadyDue += 1 } else { candidates.append(candidate) }
        }
        switch place {
        case .waiting(let due, let order):
            try PreparedStatement(db, CallbackHistorySQL.waiting)
                .each([.app(replay.app), .time(due), .order(order), .integer(limit)]) { row in
                    let found = Candidate(order: OrderID(row.integer(0)), dueTime: row.time(1), deliveredTime: nil)
                    // One that has been attempted since the replay began has had its turn.
                    let isFresh = row.optional(2, row.time).map { $0 >= replay.start } ?? false
                    see(found, created: row.time(3), counts: !isFresh, at: .waiting(due: row.time(1), order: found.order))
                }
        case .givenUp(let order):
            try PreparedStatement(db, CallbackHistorySQL.givenUp).each([.app(replay.app), .order(order), .integer(limit)]) { row in
                let found = Candidate(order: OrderID(row.integer(0)), dueTime: nil, deliveredTime: nil)
                see(found, created: row.time(1), counts: true, at: .givenUp(order: found.order))
            }
        case .orders(let created):
            try PreparedStatement(db, CallbackHistorySQL.orders)
                .each([.app(replay.app), .time(created), .time(replay.start), .integer(limit)]) { row in
                    let found = Candidate(
                        order: OrderID(row.integer(0)), dueTime: row.optional(3, row.time), deliveredTime: row.optional(4, row.time)
                    )
                    let hasSucceeded = row.integer(2) == Int64(OrderStatus.succeeded.rawValue)
                    see(found, created: row.time(1), counts: hasSucceeded, at: .orders(created: row.time(1)))
                }
        }
        if page.examined < limit { page.next = nil }
        return (page, candidates)
    }

    /// Makes due what is still as it was found.
    ///
    /// - Returns: how many were.
    func makeDue(_ candidates: [Candidate], now: Timestamp) throws -> Int {
        let statement = try PreparedStatement(
            db,
            """
            UPDATE callback SET due_time = ?, schedule = schedule + 1, first_attempt_time = NULL, delivered_time = NULL
            WHERE order_id = ? AND due_time IS ? AND delivered_time IS ?
            """
        )
        return try candidates.reduce(0) { count, found in
            count + (try statement.run([.time(now), .order(found.order), .time(found.dueTime), .time(found.deliveredTime)]))
        }
    }
}
