import CoreMetrics
import PayCore
import PayDomain
import PayLedger

extension PostgresStore {
    /// A batch is two round trips: one reads and locks, one writes and commits. It takes another two
    ///
    /// - when the node's shard is another batch's at that moment, and the node moves to the next one,
    /// - when the part of a shared account that it has locked is not enough, and it is decided anew with the whole account,
    /// - when another node has changed the directory, which is read first,
    /// - when another node was first with a `trade_no`, a code or a reference, or made an account's row, which then are found.
    ///
    /// - Throws: ``PostgresStoreError/crowdedOut``, ``PostgresStoreError/outcomeUnknown(reason:)``, ``PostgresError``.
    package func commit<Result: Sendable>(
        _ needs: @Sendable @autoclosure @escaping () throws -> LedgerNeeds,
        deciding decide: @Sendable @escaping (LedgerState, [UInt8]) -> (LedgerWrite, Result)
    ) async throws -> Result {
        var attempt = LedgerAttempt(shard: shards.current)
        while attempt.number < Self.attemptsMax {
            // Before the needs, which come from what the holder holds then.
            attempt.directoryVersion = directoryHolder?.current.version
            switch try await run(try needs(), attempt, deciding: decide) {
            case .done(let result): return result
            case .shardTaken: shards.move(from: attempt.shard)
            case .mustBeWhole(let accounts): attempt.whole.formUnion(accounts)
            case .directoryChanged: _ = try await directoryHolder?.refresh(from: self)
            case .wasSecond: try await pause(attempt.number)
            }
            attempt.number += 1
            attempt.shard = shards.current
            // Somebody may hold all of them, as a change of the directory does: then it is waited for.
            attempt.waits = attempt.number >= Self.shardsTried
        }
        throw PostgresStoreError.crowdedOut
    }

    private static let attemptsMax = 20
    /// After how many attempts a batch waits for a shard instead of looking for a free one.
    private static let shardsTried = 4

    private func run<Result: Sendable>(
        _ needs: LedgerNeeds, _ attempt: LedgerAttempt, deciding decide: @Sendable @escaping (LedgerState, [UInt8]) -> (LedgerWrite, Result)
    ) async throws -> LedgerEnding<Result> {
        let sent = SentBatch<Result>()
        do {
            return try await pool.withTransaction { transaction in
                sent.set(nil)
                let request = LedgerBatch(needs, on: attempt.shard, whole: attempt.whole)
                guard let batch = try await request.read(transaction, waits: attempt.waits) else { return .shardTaken }
                if let known = attempt.directoryVersion, batch.directoryVersion > known { return .directoryChanged }
                guard !batch.isTorn else { return .wasSecond }
                try shards.check(batch.state.lastSequence, in: attempt.shard)
                let (write, result) = decide(batch.state, batch.head)
                guard write.changes.mustBeWhole.isEmpty else { return .mustBeWhole(write.changes.mustBeWhole) }
                guard !write.changes.isEmpty else { return .done(result) }
                let calls = batch.writes(write, on: needs.day)
                sent.set((CommitEvidence(write), result))
                let stopwatch = Stopwatch()
                try await transaction.commit(after: calls)
                commits.ledger.recordNanoseconds(stopwatch.nanoseconds)
                shards.note(write.changes.transactions.last?.sequence, in: attempt.shard)
                return .done(result)
            }
        } catch let error as PostgresError where error.sqlState == Schema.uniqueViolation {
            return .wasSecond
        } catch PostgresError.commitUnknown(let reason) {
            // Without evidence nothing was to be written.
            guard let (evidence, result) = sent.value else { return .wasSecond }
            return try await happened(evidence, on: attempt.shard, reason: reason) ? .done(result) : .wasSecond
        }
    }

    private func pause(_ attempt: Int) async throws {
        let pauses = PostgresRetries.standard.pauses
        try await pool.surroundings.clock.sleep(for: pauses.pause(attempt, random: pool.surroundings.random()))
    }

    package func balance(of account: AccountKey) async throws -> Balance? {
        let rows = try await read(
            BalanceSQL.one(.int64(account.owner.number), .integer(account.book.rawValue), .coin(account.coin)))
        guard let row = rows.first, try row.int64(2) > 0 else { return nil }
        return Balance(total: try row.amount(0), frozen: try row.amount(1))
    }

    package func balances(of user: UserID, in book: Book) async throws -> [CoinID: Balance] {
        var balances: [CoinID: Balance] = [:]
        for row in try await read(BalanceSQL.all(.user(user), .integer(book.rawValue))) {
            balances[try row.coin(0)] = Balance(total: try row.amount(1), frozen: try row.amount(2))
        }
        return balances
    }
}

private enum BalanceSQL {
    static let one = PostgresStatement(
        "balance",
        "SELECT coalesce(sum(total), 0), coalesce(sum(frozen), 0), count(*) FROM account WHERE owner = $1 AND book = $2 AND coin = $3",
        .int64, .int64, .int64)

    static let all = PostgresStatement(
        "balances", "SELECT coin, sum(total), sum(frozen) FROM account WHERE owner = $1 AND book = $2 GROUP BY coin", .int64, .int64)
}
