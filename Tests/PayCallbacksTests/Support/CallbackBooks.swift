import PayCore
import PayDomain
import PayLedger

/// What ``CallbackStore`` promises, as a value.
struct CallbackBooks: Sendable {
    struct Row: Sendable {
        let order: Order
        var due: Timestamp?
        var firstAttemptTime: Timestamp?
        var attempts = 0
        var schedule = 0
        var leasedUntil: Timestamp?
        var fence: Int64 = 0
        var isDelivered = false

        var app: AppID { order.key.app }
        /// When it can be claimed.
        var claimable: Timestamp? { due.map { leasedUntil ?? $0 } }

        /// Whether it was put down before the clock was set back.
        func isTooFarAhead(of now: Timestamp) -> Bool {
            leasedUntil == nil && due.map { $0 > now.advanced(bySeconds: CallbackTurn.reach) } ?? false
        }
    }

    var rows: [OrderID: Row] = [:]
    var attempts: [CallbackAttempt] = []
    var failing: [AppID: Timestamp] = [:]

    mutating func insert(_ order: Order) { rows[order.id] = Row(order: order, due: order.arriveTime) }

    func next(of apps: [AppID], now: Timestamp) -> [AppID: Timestamp] {
        var next: [AppID: Timestamp] = [:]
        for row in rows.values where apps.contains(row.app) {
            guard var time = row.claimable else { continue }
            if row.isTooFarAhead(of: now) { time = min(time, now) }
            next[row.app] = min(next[row.app] ?? time, time)
        }
        return next
    }

    mutating func take(_ turn: CallbackTurn) -> CallbackTurn.Outcome {
        var outcome = CallbackTurn.Outcome()
        for result in turn.results where !record(result) { outcome.superseded.append(result.lease.order) }
        for lease in turn.released where rows[lease.order]?.fence == lease.fence { rows[lease.order]?.leasedUntil = nil }
        for claim in turn.claims { outcome.claimed += take(claim, turn) }
        outcome.next = next(of: Array(Set(turn.claims.map(\.app) + turn.results.map(\.app))), now: turn.now)
        return outcome
    }

    private mutating func record(_ result: CallbackResult) -> Bool {
        guard var row = rows[result.lease.order] else { preconditionFailure("a result is of a callback that is kept") }
        row.attempts += 1
        let counts = row.fence == result.lease.fence && row.schedule == result.schedule
        if row.fence == result.lease.fence { row.leasedUntil = nil }
        if counts {
            row.firstAttemptTime = result.firstAttemptTime
            row.due = result.nextTime
            row.isDelivered = result.exchange.isDelivered
        }
        rows[result.lease.order] = row
        if result.exchange.isDelivered {
            failing[result.app] = nil
        } else if failing[result.app] == nil {
            failing[result.app] = result.time
        }
        attempts.append(
            CallbackAttempt(
                order: row.order.id, app: row.app, tradeNo: row.order.key.tradeNo, number: row.attempts, schedule: result.schedule,
                time: result.time, exchange: result.exchange, firstAttemptTime: result.firstAttemptTime,
                nextTime: counts ? result.nextTime : nil, isSuperseded: !counts
            )
        )
        return counts
    }

    private mutating func take(_ claim: CallbackTurn.Claim, _ turn: CallbackTurn) -> [ClaimedCallback] {
        let found = rows.values.filter { row in
            let isFree = row.leasedUntil.map { $0 <= turn.now } ?? true
            return row.app == claim.app && (isFree && row.due.map { $0 <= turn.now } ?? false || row.isTooFarAhead(of: turn.now))
        }.sorted { ($0.due ?? turn.now, $0.order.id) < ($1.due ?? turn.now, $1.order.id) }.prefix(claim.limit)
        return found.map { row in
            rows[row.order.id]?.leasedUntil = turn.leaseEnd
            rows[row.order.id]?.fence = row.fence + 1
            return ClaimedCallback(
                lease: CallbackLease(order: row.order.id, fence: row.fence + 1, end: turn.leaseEnd), order: row.order,
                firstAttemptTime: row.firstAttemptTime, schedule: row.schedule
            )
        }
    }

    mutating func redo(_ order: Order, now: Timestamp) {
        var row = rows[order.id] ?? Row(order: order, due: nil)
        row.schedule += 1
        row.firstAttemptTime = nil
        row.due = now
        row.isDelivered = false
        rows[order.id] = row
    }

    /// What the start of the one process that may have the data does.
    mutating func endAllLeases() { for id in rows.keys { rows[id]?.leasedUntil = nil } }
}
