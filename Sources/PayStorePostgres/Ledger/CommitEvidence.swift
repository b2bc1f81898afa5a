import Logging
import PayCore
import PayDomain
import PayLedger

/// By which row it can be told for ever whether a batch was committed.
enum CommitEvidence: Sendable {
    /// The hash of a transaction, which no other batch can have made.
    case transaction(sequence: Int64, hash: [UInt8])
    /// An order of which no transaction tells. Its number alone proves nothing: whoever has the shard next gives the number of an order that was
    /// rolled back to another one.
    case order(OrderID, OrderKey, createTime: Timestamp)
    /// The batch has only changed applications. If one of them does not look as it should, deciding all of them anew does no harm.
    case applications([PaymentApplication])

    /// - Precondition: the batch changes something.
    init(_ write: LedgerWrite) {
        if let last = write.changes.transactions.last, let hash = write.hashes.last {
            self = .transaction(sequence: last.sequence, hash: hash)
        } else if let order = write.changes.newOrders.values.first {
            self = .order(order.id, order.key, createTime: order.createTime)
        } else {
            self = .applications(Array(write.changes.applications.values))
        }
    }
}

extension PostgresStore {
    /// How long it is tried, in nanoseconds, to find out what became of a commit. Its callers wait for their answers meanwhile.
    private static let patienceNanoseconds: Int64 = 20_000_000_000

    private static let transaction = PostgresStatement(
        "evidence_of_transaction", "SELECT count(*) FROM ledger_transaction WHERE sequence = $1 AND hash = $2", .int64, .bytes)
    private static let order = PostgresStatement(
        "evidence_of_order", "SELECT count(*) FROM orders WHERE id = $1 AND app_id = $2 AND trade_no = $3 AND create_time = $4", .int64,
        .text,
        .text, .int64)
    private static let applications = PostgresStatement(
        "evidence_of_applications",
        """
        SELECT count(*) FROM unnest($1, $2, $3, $4) AS sent (app_id, trade_no, create_time, cancelled)
            JOIN application ON application.app_id = sent.app_id AND application.trade_no = sent.trade_no
        WHERE application.create_time = sent.create_time AND application.cancelled = sent.cancelled
        """, .texts, .texts, .int64s, .bools)

    /// Whether a batch was committed whose COMMIT got no answer. The server may be at it still, for a connection that it believes in: it
    /// holds the shard meanwhile, so the shard is waited for first.
    ///
    /// - Throws: ``PostgresStoreError/outcomeUnknown(reason:)``.
    func happened(_ evidence: CommitEvidence, on shard: LedgerShard, reason: String) async throws -> Bool {
        logger.warning("Whether a batch was committed is being read back.", metadata: ["reason": "\(reason)"])
        let clock = pool.surroundings.clock
        let stopwatch = Stopwatch()
        var lastError: any Error = PostgresError.commitUnknown(reason: reason)
        var attempt = 0
        while stopwatch.nanoseconds < Self.patienceNanoseconds {
            do {
                let (question, expected) = Self.question(evidence)
                let results = try await write { transaction in
                    try await transaction.run([LedgerSQL.waitForShard(.integer(shard.index)), question])
                }
                return try results[1].first?.int64(0) == expected
            } catch is CancellationError {
                break
            } catch {
                lastError = error
                try await clock.sleep(for: pool.settings.reconnecting.pause(attempt, random: pool.surroundings.random()))
                attempt += 1
            }
        }
        throw PostgresStoreError.outcomeUnknown(reason: "\(lastError)")
    }

    private static func question(_ evidence: CommitEvidence) -> (call: PostgresCall, expected: Int64) {
        switch evidence {
        case .transaction(let sequence, let hash): (transaction(.int64(sequence), .bytes(hash)), 1)
        case .order(let id, let key, let createTime):
            (order(.order(id), .app(key.app), .text(key.tradeNo.text), .timestamp(createTime)), 1)
        case .applications(let all):
            (
                applications(
                    .apps(all.map(\.key.app)), .texts(all.map(\.key.tradeNo.text)), .timestamps(all.map(\.createTime)),
                    .bools(all.map(\.isCancelled))), Int64(all.count)
            )
        }
    }
}
