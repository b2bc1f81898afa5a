import GRDB
import GRDBSQLite
import PayDomain

extension SQLiteStore {
    package func proveLedger() async throws -> LedgerProof {
        try await readEvenIfDamaged { db in try Self.proof(of: db) }
    }

    /// The same out of the snapshot that a connection stands on.
    ///
    /// - Parameter progress: told how many rows were taken so far.
    static func proof(of db: Database, progress: (_ rows: Int64) -> Void = { _ in }) throws -> LedgerProof {
        var prover = LedgerProver()
        try FileCheck(db).run { prover.takeUnreadable($0) }
        while !prover.isFinished {
            prover.take(try ProofReader.batch(db, from: prover.position, rows: rowsAtOnce))
            progress(Int64(prover.progress.transactions + prover.progress.orders + prover.progress.accounts))
        }
        return prover.finish()
    }

    package func proofBatch(from position: ProofPosition, rows: Int) async throws -> ProofBatch {
        try await readEvenIfDamaged { db in try ProofReader.batch(db, from: position, rows: rows) }
    }

    /// How many rows of a whole proof are in memory.
    private static let rowsAtOnce = 1_000

    /// Reads out of one snapshot. A damaged file is what a proof is there to tell, so it does not end the process.
    private func readEvenIfDamaged<Result: Sendable>(_ body: @Sendable (Database) throws -> Result) async throws -> Result {
        do {
            return try await pool.read(body)
        } catch {
            throw StoreError.sqliteFailure(in: error).map(StoreError.failed) ?? error
        }
    }
}

/// What SQLite itself can say about its file.
private struct FileCheck {
    private let db: Database

    init(_ db: Database) { self.db = db }

    func run(report: (String) -> Void) throws {
        do {
            try PreparedStatement(db, "PRAGMA quick_check(\(LedgerProof.maximumBreaks))").each { row in
                if row.text(0) != "ok" { report("the database file: \(row.text(0))") }
            }
            try PreparedStatement(db, "PRAGMA foreign_key_check").each { row in
                report("a row of \(row.text(0)) refers to a row of \(row.text(2)) that does not exist")
            }
        } catch StoreError.failed(let failure) where failure.saysDamaged {
            report("the database file: \(failure.message)")
        }
    }
}

extension SQLiteFailure {
    /// Whether SQLite says that the file is damaged.
    var saysDamaged: Bool { code & 0xff == SQLITE_CORRUPT }
}
