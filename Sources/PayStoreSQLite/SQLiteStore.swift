import CoreMetrics
import Dispatch
import GRDB
import GRDBSQLite
import Logging
import PayDomain

/// The embedded store: one SQLite file in one folder, written by one process.
///
/// Writes run one after the other on the one connection that writes; each call returns after its transaction is synced to the disk.
/// Reads run beside them on connections of their own: they never wait for a write and see everything that was acknowledged before they
/// began.
///
/// An error of a COMMIT leaves open whether the transaction has happened, and a corrupt file leaves everything open. Either ends the
/// process; the next start reads the truth.
package final class SQLiteStore: Store {
    /// Ends the process after telling why.
    package typealias Stop = @Sendable (_ reason: String) -> Never

    let pool: DatabasePool
    let sealer: any Sealer
    let stop: Stop
    private let logger: Logger
    private let commits: CommitTimers
    /// Keeps other processes off the folder.
    private let folder: DataFolder

    init(
        pool: DatabasePool, folder: DataFolder, sealer: any Sealer, logger: Logger, metrics: any MetricsFactory, stop: @escaping Stop
    ) {
        self.pool = pool
        self.folder = folder
        self.sealer = sealer
        self.logger = logger
        commits = CommitTimers(metrics)
        self.stop = stop
    }

    package func ping() async throws {
        _ = try await read { db in try PreparedStatement(db, "SELECT 1 FROM installation").first { $0.integer(0) } }
    }

    /// Copies the write-ahead log into the database file, closes every connection and gives the folder free.
    package func close() async throws {
        try await Self.offTheCooperativePool { [self] in
            do {
                try pool.barrierWriteWithoutTransaction { db in try copyLogBack(db) }
                try pool.close()
            } catch {
                throw StoreError(error)
            }
            folder.unlock()
        }
    }

    /// Nothing is lost if it cannot be: the next start goes on from the log.
    private func copyLogBack(_ db: Database) throws {
        // Only another process can be in the way, such as one that makes a backup. Nobody waits for that to end.
        sqlite3_busy_timeout(db.sqliteConnection, 0)
        do {
            let (frames, checkpointed) = try db.checkpoint(.truncate)
            if frames > 0 { logger.warning("the log was not copied back", metadata: ["frames": "\(frames - checkpointed)"]) }
        } catch DatabaseError.SQLITE_BUSY {
            logger.notice("another process reads the data, so the log is left for the next start to copy back")
        }
    }

    /// Runs what blocks its thread where blocking is allowed.
    static func offTheCooperativePool<Result: Sendable>(_ body: @Sendable @escaping () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Swift.Result(catching: body)) }
        }
    }
}

extension SQLiteStore {
    /// Reads by one statement, or by several that need not agree with one another.
    func read<Result: Sendable>(_ body: @Sendable (Database) throws -> Result) async throws -> Result {
        do {
            return try await pool.unsafeRead(body)
        } catch {
            throw stopIfCorrupt(error)
        }
    }

    /// Reads by several statements out of one snapshot.
    func readSnapshot<Result: Sendable>(_ body: @Sendable (Database) throws -> Result) async throws -> Result {
        do {
            return try await pool.read(body)
        } catch {
            throw stopIfCorrupt(error)
        }
    }

    /// What a write transaction is about.
    enum Subject {
        /// A batch of the ledger's commands: payments wait for it.
        case ledger
        case other
    }

    /// How a write transaction ends that has met no error.
    enum Ending {
        case commit
        /// Nothing was changed, so nothing has to be synced.
        case undo
    }

    /// Runs `body` as one transaction on the writing connection and returns when it is durable. A cancelled caller does not cancel it.
    ///
    /// - Parameters:
    ///   - subject: told to whoever watches how long commits take.
    ///   - whenDurable: runs after the commit and before the next write begins.
    func write<Result: Sendable>(
        of subject: Subject = .other, _ body: @Sendable @escaping (Database) throws -> (Ending, Result),
        whenDurable: @Sendable @escaping (Result) -> Void = { _ in }
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncWriteWithoutTransaction { [self] db in
                continuation.resume(with: Swift.Result { try transact(db, subject, body, whenDurable) })
            }
        }
    }

    /// The same for a body that always changes something.
    func write<Result: Sendable>(_ body: @Sendable @escaping (Database) throws -> Result) async throws -> Result {
        try await write { db in (.commit, try body(db)) }
    }

    /// Statements in here must not run through GRDB's own execution: it follows transactions by itself and knows nothing of this one.
    private func transact<Result>(
        _ db: Database, _ subject: Subject, _ body: (Database) throws -> (Ending, Result), _ whenDurable: (Result) -> Void
    ) throws -> Result {
        let result: Result
        do {
            try PreparedStatement(db, "BEGIN IMMEDIATE").run()
            let ending: Ending
            (ending, result) = try body(db)
            guard case .commit = ending else {
                undo(db)
                return result
            }
        } catch {
            undo(db)
            throw stopIfCorrupt(error)
        }
        let stopwatch = Stopwatch()
        do {
            try PreparedStatement(db, "COMMIT").run()
        } catch {
            stop("a commit failed, and whether it happened is unknown until the next start reads the data again: \(StoreError(error))")
        }
        commits[subject].recordNanoseconds(stopwatch.nanoseconds)
        whenDurable(result)
        return result
    }

    private func undo(_ db: Database) {
        // Some errors make SQLite undo the transaction by itself.
        guard sqlite3_get_autocommit(db.sqliteConnection) == 0 else { return }
        do {
            try PreparedStatement(db, "ROLLBACK").run()
        } catch {
            stop("a transaction could not be undone: \(StoreError(error))")
        }
    }

    private func stopIfCorrupt(_ error: any Error) -> any Error {
        guard let failure = StoreError.sqliteFailure(in: error) else { return error }
        if failure.code & 0xff == SQLITE_CORRUPT || failure.code & 0xff == SQLITE_NOTADB {
            stop("the data folder \(folder.path) is damaged; restore a backup: \(failure)")
        }
        return StoreError.failed(failure)
    }
}

extension StoreError {
    /// Any error of SQLite in this module's words.
    init(_ error: any Error) {
        if let error = error as? StoreError {
            self = error
        } else {
            self = .failed(Self.sqliteFailure(in: error) ?? SQLiteFailure(code: SQLITE_ERROR, message: "\(error)"))
        }
    }

    static func sqliteFailure(in error: any Error) -> SQLiteFailure? {
        switch error {
        case StoreError.failed(let failure): failure
        case let error as DatabaseError:
            SQLiteFailure(code: error.extendedResultCode.rawValue, message: error.message ?? "no message")
        default: nil
        }
    }
}
