import PayCore
import PayDomain
import PayLedger

extension PostgresStore {
    private typealias Statements = CallbackHistoryStatements

    package func callbacks(of apps: [AppID], in state: CallbackState, limit: Int) async throws -> [CallbackStanding] {
        try await read(Statements.list(state)(.apps(apps), .integer(limit))).map { row in try CallbackStanding(row) }
    }

    package func callback(of order: OrderID) async throws -> CallbackStanding? {
        try await read(Statements.one(.order(order))).first.map { row in try CallbackStanding(row) }
    }

    package func replayLength(_ replay: CallbackReplay, from place: CallbackReplayPlace) async throws -> Int {
        let call =
            switch place {
            case .waiting(let due, let order): Statements.waitingLength(.app(replay.app), .time(due), .order(order))
            case .givenUp(let order): Statements.givenUpLength(.app(replay.app), .order(order))
            case .orders(let created): Statements.orderLength(.app(replay.app), .time(created), .time(replay.start))
            }
        return try await read(call)[0].integer(0)
    }

    /// One round trip for reading and one for writing. A page may be written again when it is not known whether it was: what it made due
    /// is due then.
    package func replayCallbacks(
        _ replay: CallbackReplay, from place: CallbackReplayPlace, now: Timestamp, limit: Int, isDryRun: Bool
    ) async throws -> CallbackReplayPage {
        var (page, candidates) = try await CallbackReplayer(self).find(replay, from: place, now: now, limit: limit)
        page.replayed = isDryRun || candidates.isEmpty ? candidates.count : try await CallbackReplayer(self).makeDue(candidates, now: now)
        return page
    }

    package func forgetCallbackAttempts(of app: AppID, before time: Timestamp, limit: Int) async throws -> Int {
        try await write([Statements.forget(.app(app), .time(time), .integer(limit))])[0].affected
    }
}

extension CallbackStanding {
    fileprivate init(_ row: PostgresRow) throws(PostgresError) {
        let next = Order.columnCount
        self.init(
            order: try Order(row), attempts: try row.integer(next), dueTime: try row.optional(next + 1, row.timestamp),
            deliveredTime: try row.optional(next + 2, row.timestamp), lastAttempt: try LastAttempt(row, at: next + 3)
        )
    }
}

extension CallbackStanding.LastAttempt {
    /// - Returns: `nil` if there was none.
    fileprivate init?(_ row: PostgresRow, at first: Int) throws(PostgresError) {
        guard let time = try row.optional(first, row.timestamp) else { return nil }
        self.init(time: time, ending: try CallbackExchange.Ending(row, at: first + 1))
    }
}
