import PayCore
import PayDomain
import PayLedger

/// Takes a turn of the delivery in a transaction.
///
/// What a turn costs: with claims two round trips, without any one. The first carries BEGIN, at most 6 statements for everything that has
/// ended, and 2 for each app that claims, each of which ends at its limit; the second carries the leases, what is next, and COMMIT. The
/// statements for what has ended look at nothing but its rows; claiming passes over what is leased or locked by others, which is no more than
/// the nodes together may have under way.
struct CallbackTurnTransaction {
    private typealias Statements = CallbackTurnStatements

    private let transaction: PostgresTransaction
    private let turn: CallbackTurn

    init(_ transaction: PostgresTransaction, _ turn: CallbackTurn) {
        self.transaction = transaction
        self.turn = turn
    }

    func run() async throws -> CallbackTurn.Outcome {
        let settling = settlingCalls()
        let next = nextCalls()
        guard !turn.claims.isEmpty else {
            let rows = try await transaction.commit(after: settling + next)
            return try outcome(settled: rows.prefix(settling.count), next: rows.dropFirst(settling.count))
        }
        let claims = mergedClaims()
        let first = try await transaction.run(settling + claims.flatMap(claimCalls))
        let claimed = try claimedOrders(claims, first.dropFirst(settling.count))
        let leasing = claimed.isEmpty ? [] : [Statements.lease(.orders(claimed), .time(turn.leaseEnd))]
        let last = try await transaction.commit(after: leasing + next)

        var outcome = try outcome(settled: first.prefix(settling.count), next: last.dropFirst(leasing.count))
        if !leasing.isEmpty { outcome.claimed = try leased(claimed, last[0]) }
        return outcome
    }

    private func outcome(settled: ArraySlice<PostgresRows>, next: ArraySlice<PostgresRows>) throws -> CallbackTurn.Outcome {
        var outcome = CallbackTurn.Outcome()
        if !turn.results.isEmpty, let rows = settled.last {
            outcome.superseded = try rows.map { row in turn.results[try row.integer(0)].lease.order }
        }
        if let rows = next.first { outcome.next = try CallbackNext.read(rows, now: turn.now) }
        return outcome
    }

    private func nextCalls() -> [PostgresCall] {
        let apps = Set(turn.claims.map(\.app)).union(turn.results.map(\.app))
        return apps.isEmpty ? [] : [CallbackNext.call(Array(apps), now: turn.now)]
    }

    // MARK: - What has ended

    /// What records results and gives leases back. The last one tells which results came too late, if there are results.
    private func settlingCalls() -> [PostgresCall] {
        let results = turn.results
        let orders = Set(results.map(\.lease.order)).union(turn.released.map(\.order))
        var calls: [PostgresCall] = []
        if !orders.isEmpty { calls.append(Statements.lock(.orders(orders))) }
        calls += failingCalls() + rounds().map(recordCall)
        if !turn.released.isEmpty {
            calls.append(Statements.release(.orders(turn.released.map(\.order)), .int64s(turn.released.map(\.fence))))
        }
        if !results.isEmpty {
            let places = PostgresValue.int64s(results.indices.map { Int64($0) })
            calls.append(Statements.superseded(.orders(results.map(\.lease.order)), .fences(results), places))
        }
        return calls
    }

    /// Notes which apps fail and which have recovered, while it is to be seen which results are recorded already.
    private func failingCalls() -> [PostgresCall] {
        let delivered = turn.results.filter(\.exchange.isDelivered)
        var failed: [CallbackResult] = []
        for result in turn.results {
            // A success ends the failing that came before it.
            if result.exchange.isDelivered { failed.removeAll { $0.app == result.app } } else { failed.append(result) }
        }
        var calls: [PostgresCall] = []
        if !delivered.isEmpty {
            calls.append(Statements.recovered(.orders(delivered.map(\.lease.order)), .fences(delivered), .apps(delivered.map(\.app))))
        }
        if !failed.isEmpty {
            calls.append(
                Statements.failed(
                    .orders(failed.map(\.lease.order)), .fences(failed), .apps(failed.map(\.app)), .timestamps(failed.map(\.time))))
        }
        return calls
    }

    /// The results in their order, each order once in a round: there is more than one only if an order was leased again, and attempted again,
    /// before its first result was recorded.
    private func rounds() -> [[CallbackResult]] {
        var rounds: [[CallbackResult]] = []
        var counts: [OrderID: Int] = [:]
        for result in turn.results {
            let round = counts[result.lease.order, default: 0]
            counts[result.lease.order] = round + 1
            if round == rounds.count { rounds.append([]) }
            rounds[round].append(result)
        }
        return rounds
    }

    private func recordCall(_ results: [CallbackResult]) -> PostgresCall {
        func texts(_ text: (CallbackExchange) -> String?) -> PostgresValue { .texts(results.map { text($0.exchange) }) }
        return Statements.record(
            .orders(results.map(\.lease.order)), .fences(results), .int64s(results.map { Int64($0.schedule) }),
            .timestamps(results.map(\.time)), .timestamps(results.map(\.firstAttemptTime)), .timestamps(results.map(\.nextTime)),
            .timestamps(results.map { $0.exchange.isDelivered ? $0.time : nil }), texts(\.url), texts(\.address),
            texts { HeaderLines.text($0.requestHeaders) }, texts { HeaderLines.text($0.answerHeaders) },
            .byteArrays(results.map(\.exchange.answerStart)), .int64s(results.map { $0.exchange.ending.columns.status }),
            texts(\.ending.columns.kind), texts(\.ending.columns.failure), .int64s(results.map(\.exchange.durationNanoseconds))
        )
    }

    // MARK: - What is claimed

    /// The claims, each app once: what one statement finds is leased only after all of them.
    private func mergedClaims() -> [CallbackTurn.Claim] {
        var limits: [AppID: Int] = [:]
        for claim in turn.claims { limits[claim.app, default: 0] += claim.limit }
        return turn.claims.compactMap { claim in
            limits.removeValue(forKey: claim.app).map { CallbackTurn.Claim(app: claim.app, limit: $0) }
        }
    }

    private func claimCalls(_ claim: CallbackTurn.Claim) -> [PostgresCall] {
        let reach = turn.now.advanced(bySeconds: CallbackTurn.reach)
        return [
            Statements.claimDue(.app(claim.app), .time(turn.now), .integer(claim.limit)),
            Statements.claimTooFar(.app(claim.app), .time(reach), .integer(claim.limit)),
        ]
    }

    /// - Parameter rows: what ``claimCalls(_:)`` found, claim by claim.
    private func claimedOrders(_ claims: [CallbackTurn.Claim], _ rows: ArraySlice<PostgresRows>) throws -> [OrderID] {
        var claimed: [OrderID] = []
        for (number, claim) in claims.enumerated() {
            let found = try rows[(rows.startIndex + 2 * number)...].prefix(2).flatMap { try $0.map { row in try row.order(0) } }
            claimed += found.prefix(claim.limit)
        }
        return claimed
    }

    private func leased(_ orders: [OrderID], _ rows: PostgresRows) throws -> [ClaimedCallback] {
        var callbacks: [OrderID: ClaimedCallback] = [:]
        for row in rows {
            let order = try Order(row)
            let next = Order.columnCount
            callbacks[order.id] = ClaimedCallback(
                lease: CallbackLease(order: order.id, fence: try row.int64(next + 2), end: turn.leaseEnd), order: order,
                firstAttemptTime: try row.optional(next, row.timestamp), schedule: try row.integer(next + 1))
        }
        return orders.compactMap { callbacks[$0] }
    }
}

/// When the next callback of each app can be claimed.
enum CallbackNext {
    static func call(_ apps: [AppID], now: Timestamp) -> PostgresCall {
        CallbackTurnStatements.next(.apps(apps), .time(now), .time(now.advanced(bySeconds: CallbackTurn.reach)))
    }

    static func read(_ rows: PostgresRows, now: Timestamp) throws -> [AppID: Timestamp] {
        var next: [AppID: Timestamp] = [:]
        for row in rows {
            let times = try [row.optional(1, row.timestamp), row.optional(2, row.timestamp), row.bool(3) ? now : nil]
            next[try row.app(0)] = times.compactMap { $0 }.min()
        }
        return next
    }
}

extension PostgresValue {
    fileprivate static func fences(_ results: [CallbackResult]) -> PostgresValue { .int64s(results.map(\.lease.fence)) }
}
