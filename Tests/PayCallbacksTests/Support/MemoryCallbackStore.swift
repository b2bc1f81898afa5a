import PayCore
import PayDomain
import PayLedger

/// The callback store in memory, with counters and faults.
final class MemoryCallbackStore: CallbackStore {
    struct Fault: Error {}

    struct State: Sendable {
        var books = CallbackBooks()
        var queries = 0
        /// How often it has failed.
        var faults = 0
        var failsToRead = false
        var failsToRecord = false
        /// Called when something has been claimed, before the service hears of it.
        var whenClaimed: (@Sendable () -> Void)?

        var attempts: [CallbackAttempt] { books.attempts }

        fileprivate mutating func fault() -> Fault {
            faults += 1
            return Fault()
        }
    }

    let observed = Observed(State())

    /// What the start of the one process that may have the data does.
    func restart() { observed.update { $0.books.endAllLeases() } }

    /// Makes the row that a succeeding order makes.
    func insert(_ orders: Order...) { insert(orders) }

    func insert(_ orders: [Order]) { observed.update { state in for order in orders { state.books.insert(order) } } }

    var attempts: [CallbackAttempt] { observed.state.attempts }

    func nextCallbacks(of apps: [AppID], now: Timestamp) async throws -> [AppID: Timestamp] {
        try observed.update { state in
            state.queries += 1
            if state.failsToRead { throw state.fault() }
            return state.books.next(of: apps, now: now)
        }
    }

    func take(_ turn: CallbackTurn) async throws -> CallbackTurn.Outcome {
        let (outcome, whenClaimed) = try observed.update { state in
            if state.failsToRecord, !turn.results.isEmpty { throw state.fault() }
            return (state.books.take(turn), state.whenClaimed)
        }
        if !outcome.claimed.isEmpty { whenClaimed?() }
        return outcome
    }

    func redoCallback(of order: Order, now: Timestamp) async throws { observed.update { $0.books.redo(order, now: now) } }

    func callbackAttempts(of app: AppID, tradeNo: TradeNo?, limit: Int) async throws -> [CallbackAttempt] {
        attempts.filter { $0.app == app && (tradeNo == nil || $0.tradeNo == tradeNo) }.suffix(limit)
    }

    func failingApps() async throws -> [AppID: Timestamp] { observed.state.books.failing }

    func callbackBacklog(of apps: [AppID], now: Timestamp) async throws -> CallbackBacklog {
        let dues = observed.state.books.rows.values.filter { apps.contains($0.app) }.compactMap(\.due)
        let due = dues.filter { $0 <= now }
        return CallbackBacklog(due: due.count, waiting: dues.count - due.count, oldestDue: due.min())
    }
}
