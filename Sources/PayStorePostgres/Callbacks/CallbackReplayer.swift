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

    /// One page of the walk on its way.
    private struct Page {
        let replay: CallbackReplay
        let now: Timestamp
        var page = CallbackReplayPage()
        var candidates: [Candidate] = []

        mutating func see(_ candidate: Candidate, created: Timestamp, counts: Bool, at place: CallbackReplayPlace) {
            page.examined += 1
            page.next = place
            guard counts, replay.since.map({ created >= $0 }) ?? true else { return }
            if let due = candidate.dueTime, due <= now { page.alreadyDue += 1 } else { candidates.append(candidate) }
        }
    }

    private typealias Statements = CallbackHistoryStatements

    private let store: PostgresStore

    init(_ store: PostgresStore) { self.store = store }

    /// One page of the walk, with what is to be made due. Its count of these is still to be made.
    func find(
        _ replay: CallbackReplay, from place: CallbackReplayPlace, now: Timestamp, limit: Int
    ) async throws -> (page: CallbackReplayPage, candidates: [Candidate]) {
        var page = Page(replay: replay, now: now)
        switch place {
        case .waiting(let due, let order):
            for row in try await store.read(Statements.waitingPage(.app(replay.app), .time(due), .order(order), .integer(limit))) {
                let due = try row.timestamp(2)
                let found = Candidate(order: try row.order(0), dueTime: due, deliveredTime: nil)
                // One that has been attempted since the replay began has had its turn.
                let isFresh = try row.optional(3, row.timestamp).map { $0 >= replay.start } ?? false
                page.see(found, created: try row.timestamp(1), counts: !isFresh, at: .waiting(due: due, order: found.order))
            }
        case .givenUp(let order):
            for row in try await store.read(Statements.givenUpPage(.app(replay.app), .order(order), .integer(limit))) {
                let found = Candidate(order: try row.order(0), dueTime: nil, deliveredTime: nil)
                page.see(found, created: try row.timestamp(1), counts: true, at: .givenUp(order: found.order))
            }
        case .orders(let created):
            let call = Statements.orderPage(.app(replay.app), .time(created), .time(replay.start), .integer(limit))
            for row in try await store.read(call) {
                let found = Candidate(
                    order: try row.order(0), dueTime: try row.optional(3, row.timestamp), deliveredTime: try row.optional(4, row.timestamp))
                let (created, hasSucceeded) = try (row.timestamp(1), row.integer(2) == OrderStatus.succeeded.rawValue)
                page.see(found, created: created, counts: hasSucceeded, at: .orders(created: created))
            }
        }
        if page.page.examined < limit { page.page.next = nil }
        return (page.page, page.candidates)
    }

    /// Makes due what is still as it was found.
    ///
    /// - Returns: how many were.
    func makeDue(_ candidates: [Candidate], now: Timestamp) async throws -> Int {
        let orders = PostgresValue.orders(candidates.map(\.order))
        let rows = try await store.write([
            CallbackTurnStatements.lock(orders),
            Statements.makeDue(
                .time(now), orders, .timestamps(candidates.map(\.dueTime)), .timestamps(candidates.map(\.deliveredTime))),
        ])
        return rows[1].affected
    }
}
