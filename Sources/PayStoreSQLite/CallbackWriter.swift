import GRDB
import PayCore
import PayDomain
import PayLedger

/// Writes what becomes of callbacks.
struct CallbackWriter {
    private let db: Database

    init(_ db: Database) { self.db = db }

    func take(_ turn: CallbackTurn) throws -> CallbackTurn.Outcome {
        var outcome = CallbackTurn.Outcome()
        var apps = Set(turn.claims.map(\.app))
        for result in turn.results {
            if try !record(result) { outcome.superseded.append(result.lease.order) }
            apps.insert(result.app)
        }
        try noteFailing(turn.results)
        for lease in turn.released { try release(lease) }
        for claim in turn.claims { outcome.claimed += try take(claim, now: turn.now, leaseEnd: turn.leaseEnd) }
        outcome.next = try CallbackReader(db).next(of: Array(apps), now: turn.now)
        return outcome
    }

    /// - Returns: whether the result counts.
    private func record(_ result: CallbackResult) throws -> Bool {
        let counts =
            try PreparedStatement(
                db,
                """
                UPDATE callback SET
                    attempts = attempts + 1, leased_until = NULL, first_attempt_time = ?4, due_time = ?5, delivered_time = ?6
                WHERE order_id = ?1 AND fence = ?2 AND schedule = ?3
                """
            ).run([
                .order(result.lease.order), .integer(result.lease.fence), .integer(result.schedule), .time(result.firstAttemptTime),
                .time(result.nextTime), .time(result.exchange.isDelivered ? result.time : nil),
            ]) == 1
        if !counts {
            // The lease that it was made under is over; if no other was given since, the callback is free again.
            try PreparedStatement(
                db,
                "UPDATE callback SET attempts = attempts + 1, leased_until = iif(fence = ?2, NULL, leased_until) WHERE order_id = ?1"
            ).runOnOneRow([.order(result.lease.order), .integer(result.lease.fence)])
        }
        try insert(result, counts: counts)
        return counts
    }

    private func insert(_ result: CallbackResult, counts: Bool) throws {
        let exchange = result.exchange
        let (status, kind, failure): (SQLValue, SQLValue, SQLValue) =
            switch exchange.ending {
            case .answered(let status): (.integer(status), .null, .null)
            case .failed(let kind, let reason): (.null, .text(kind.rawValue), .text(reason))
            }
        try PreparedStatement(
            db,
            """
            INSERT INTO callback_attempt
                (order_id, app_id, number, schedule, time, url, http_status, failure, duration, first_attempt_time, next_time, address,
                failure_kind, request_headers, answer_headers, answer_start, superseded)
            SELECT order_id, app_id, attempts, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15
            FROM callback WHERE order_id = ?1
            """
        ).run([
            .order(result.lease.order), .integer(result.schedule), .time(result.time), .text(exchange.url), status, failure,
            .integer(exchange.durationNanoseconds), .time(result.firstAttemptTime), .time(counts ? result.nextTime : nil),
            .text(exchange.address), kind, .text(HeaderLines.text(exchange.requestHeaders)),
            .text(HeaderLines.text(exchange.answerHeaders)), .bytes(exchange.answerStart), .flag(!counts),
        ])
    }

    private func noteFailing(_ results: [CallbackResult]) throws {
        for result in results {
            if result.exchange.isDelivered {
                try PreparedStatement(db, "DELETE FROM failing_app WHERE app_id = ?").run([.app(result.app)])
            } else {
                try PreparedStatement(db, "INSERT INTO failing_app (app_id, since) VALUES (?, ?) ON CONFLICT (app_id) DO NOTHING")
                    .run([.app(result.app), .time(result.time)])
            }
        }
    }

    private func release(_ lease: CallbackLease) throws {
        try PreparedStatement(db, "UPDATE callback SET leased_until = NULL WHERE order_id = ? AND fence = ?")
            .run([.order(lease.order), .integer(lease.fence)])
    }

    private func take(_ claim: CallbackTurn.Claim, now: Timestamp, leaseEnd: Timestamp) throws -> [ClaimedCallback] {
        var claimed = try find("due_time <= ?2 AND (leased_until IS NULL OR leased_until <= ?2)", claim.app, now, claim.limit, leaseEnd)
        if claimed.count < claim.limit {
            let end = now.advanced(bySeconds: CallbackTurn.reach)
            claimed += try find("due_time > ?2 AND leased_until IS NULL", claim.app, end, claim.limit - claimed.count, leaseEnd)
        }
        let lease = try PreparedStatement(db, "UPDATE callback SET leased_until = ?, fence = ? WHERE order_id = ?")
        for callback in claimed {
            try lease.runOnOneRow([.time(leaseEnd), .integer(callback.lease.fence), .order(callback.order.id)])
        }
        return claimed
    }

    private func find(
        _ condition: String, _ app: AppID, _ time: Timestamp, _ limit: Int, _ leaseEnd: Timestamp
    ) throws -> [ClaimedCallback] {
        try PreparedStatement(
            db,
            """
            SELECT \(Order.columns), callback.first_attempt_time, callback.schedule, callback.fence
            FROM callback JOIN orders ON orders.id = callback.order_id
            WHERE callback.app_id = ?1 AND \(condition) ORDER BY callback.due_time, callback.order_id LIMIT ?3
            """
        ).all([.app(app), .time(time), .integer(limit)]) { row in
            let next = Order.columnCount
            let order = try Order(row)
            return ClaimedCallback(
                lease: CallbackLease(order: order.id, fence: row.integer(next + 2) + 1, end: leaseEnd), order: order,
                firstAttemptTime: row.optional(next, row.time), schedule: Int(row.integer(next + 1))
            )
        }
    }

    func redo(_ order: Order, now: Timestamp) throws {
        try PreparedStatement(
            db,
            """
            INSERT INTO callback (order_id, app_id, due_time, redone) VALUES (?, ?, ?, 1)
            ON CONFLICT (order_id) DO UPDATE SET
                due_time = excluded.due_time, schedule = schedule + 1, first_attempt_time = NULL, delivered_time = NULL
            """
        ).run([.order(order.id), .app(order.key.app), .time(now)])
    }

    /// Frees what was leased by a process that is gone: whoever has opened the file is the only one.
    func endAllLeases() throws {
        try PreparedStatement(db, "UPDATE callback SET leased_until = NULL WHERE leased_until IS NOT NULL").run()
    }
}
