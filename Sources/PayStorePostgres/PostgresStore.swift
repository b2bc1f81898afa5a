import CoreMetrics
import Logging
import PayDomain
import Synchronization

/// The store for several nodes: one PostgreSQL, written by any number of processes, none of them special.
///
/// A call that writes returns after its transaction is durable. Reads see everything that was acknowledged before they began, by whichever
/// node. Every transaction is a bounded number of round trips.
package final class PostgresStore: Store {
    let pool: PostgresPool
    let sealer: any Sealer
    let logger: Logger
    let commits: PostgresCommitTimers
    let shards = ShardChoice()
    private let followed = Mutex<DirectoryHolder?>(nil)

    init(_ pool: PostgresPool, sealer: any Sealer, logger: Logger, metrics: any MetricsFactory) {
        self.pool = pool
        self.sealer = sealer
        self.logger = logger
        commits = PostgresCommitTimers(metrics)
    }

    /// Opens the platform in a database.
    ///
    /// - Parameters:
    ///   - migrates: whether a platform is made if there is none, and the schema brought up to date.
    ///   - metrics: told how long commits take.
    /// - Throws: ``PostgresStoreError``, ``PostgresError``; then no connection is left open.
    package static func open(
        _ settings: PostgresSettings, purpose: StorePurpose, migrates: Bool, sealer: any Sealer, logger: Logger,
        metrics: any MetricsFactory = NOOPMetricsHandler.instance, surroundings: PostgresSurroundings = PostgresSurroundings()
    ) async throws -> PostgresStore {
        let pool = try await PostgresPool(settings, surroundings)
        do {
            let installation = Installation(pool, purpose, sealer)
            if migrates {
                // The other kind's platform is not touched.
                if try await Schema.version(pool) != nil { _ = try await installation.isThere() }
                try await Schema.migrate(pool)
                try await installation.settle()
            } else {
                try await Schema.check(pool)
            }
            guard try await installation.isThere() else { throw PostgresStoreError.noPlatform }
            return PostgresStore(pool, sealer: sealer, logger: logger, metrics: metrics)
        } catch {
            await pool.close()
            throw error
        }
    }

    /// Whether a platform was ever made in the database.
    ///
    /// - Throws: ``PostgresError``.
    package static func hasPlatform(_ settings: PostgresSettings) async throws -> Bool {
        let pool = try await PostgresPool(settings)
        do {
            let version = try await Schema.version(pool)
            await pool.close()
            return version != nil
        } catch {
            await pool.close()
            throw error
        }
    }

    package func ping() async throws { _ = try await pool.read([PostgresStatement("ping", "SELECT 1 FROM installation")()]) }

    package func close() async throws { await pool.close() }

    /// How many connections it has, and how many callers wait for one.
    package var connections: Int { pool.connections }
    package var waiting: Int { pool.waiting }

    /// Lets batches of the ledger keep the holder current: when one finds that the directory has changed, the holder has the new one before
    /// the batch is decided.
    package func keepCurrent(_ holder: DirectoryHolder) { followed.withLock { $0 = holder } }

    var directoryHolder: DirectoryHolder? { followed.withLock { $0 } }
}

extension PostgresStore {
    /// Runs one statement as a transaction of its own, for reading.
    func read(_ call: PostgresCall) async throws -> PostgresRows { try await pool.read([call])[0] }

    /// Reads by several statements out of one snapshot.
    func readSnapshot<Result: Sendable>(
        _ body: @Sendable (PostgresTransaction) async throws -> Result
    ) async throws -> Result {
        try await pool.withTransaction(isolation: .repeatableRead, body)
    }

    /// Runs `body` as one transaction that writes. Each of its statements sees what others have committed before it began, and waits for
    /// those who have changed the same rows and not committed yet. It is run again after a serialization failure or a deadlock.
    func write<Result: Sendable>(_ body: @Sendable (PostgresTransaction) async throws -> Result) async throws -> Result {
        try await pool.withTransaction(body)
    }

    /// Writes by statements that depend on no answer, in one round trip.
    func write(_ calls: [PostgresCall]) async throws -> [PostgresRows] {
        try await pool.withTransaction { transaction in try await transaction.commit(after: calls) }
    }
}
