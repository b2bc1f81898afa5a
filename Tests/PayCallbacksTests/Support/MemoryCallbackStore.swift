import PayCore
import PayDomain
import PayLedger

/// The callback store in memory, with counters and faults.
final class MemoryCallbackStore: CallbackStore {
    struct Row: Sendable {
        let order: Order
        var due: Timestamp?
        var firstAttemptTime: Timestamp?
        var attempts = 0
        var schedule = 0
    }

    struct State: Sendable {
        var rows: [OrderID: Row] = [:]
        var attempts: [CallbackAttempt] = []
        var queries = 0
        var recordings = 0
        var failsToRead = false
        var failsToRecord = false
    }

    struct Fault: Error {}

    let observed = Observed(State())

    /// Makes the row that a succeeding order makes.
    func insert(_ orders: Order...) { insert(orders) }

    func insert(_ orders: [Order]) {
        observed.update { state in
            for order in orders { state.rows[order.id] = Row(order: order, due: order.arriveTime) }
        }
    }

    var attempts: [CallbackAttempt] { observed.state.attempts }

    func dueCallbacks(of app: AppID, now: Timestamp, limit: Int) async throws -> [DueCallback] {
        try observed.update { state in
            state.queries += 1
            if state.failsToRead { throw Fault() }
            let due = state.rows.values.filter { row in row.order.key.app == app && row.due.map { $0 <= now } ?? false }
            return due.sorted { ($0.due ?? now, $0.order.id) < ($1.due ?? now, $1.order.id) }.prefix(limit).map {
                DueCallback(order: $0.order, firstAttemptTime: $0.firstAttemptTime, attempts: $0.attempts, schedule: $0.schedule)
            }
        }
    }

    func nextCallbackDue(of apps: [AppID]) async throws -> Timestamp? {
        try observed.update { state in
            state.queries += 1
            if state.failsToRead { throw Fault() }
            return state.rows.values.filter { apps.contains($0.order.key.app) }.compactMap(\.due).min()
        }
    }

    func record(_ attempts: [CallbackAttempt]) async throws {
        try observed.update { state in
            state.recordings += 1
            if state.failsToRecord { throw Fault() }
            for attempt in attempts {
                state.attempts.append(attempt)
                state.rows[attempt.order]?.attempts = attempt.number
                guard state.rows[attempt.order]?.schedule == attempt.schedule else { continue }
                state.rows[attempt.order]?.firstAttemptTime = attempt.firstAttemptTime
                state.rows[attempt.order]?.due = attempt.nextTime
            }
        }
    }

    func redoCallback(of order: Order, now: Timestamp) async throws {
        observed.update { state in
            var row = state.rows[order.id] ?? Row(order: order, due: nil)
            row.schedule += 1
            row.firstAttemptTime = nil
            row.due = now
            state.rows[order.id] = row
        }
    }

    func callbackAttempts(of app: AppID, tradeNo: TradeNo?, limit: Int) async throws -> [CallbackAttempt] {
        attempts.filter { $0.app == app && (tradeNo == nil || $0.tradeNo == tradeNo) }.suffix(limit)
    }
}
