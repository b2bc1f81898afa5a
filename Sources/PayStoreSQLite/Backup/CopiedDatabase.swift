import GRDB
import GRDBSQLite
import PayDomain

/// A platform's database in one file of its own, to which nobody writes.
struct CopiedDatabase {
    /// What the file says about the platform in it.
    struct Installation {
        let purpose: StorePurpose
        let keyCheck: [UInt8]
        /// Its schema is an earlier one than this program's.
        let isOlder: Bool
    }

    /// The file to open.
    let path: String
    /// The file to name in errors.
    let name: String

    init(_ path: String, named name: String? = nil) {
        self.path = path
        self.name = name ?? path
    }

    /// - Throws: ``BackupError``: `unusable`, `notImugi`, `damaged`, `schemaTooNew`.
    func installation() throws -> Installation { try read { db in try Installation(db, of: name) } }

    /// Proves the ledger as an audit does.
    ///
    /// - Throws: ``BackupError``, `broken` among them.
    func prove(_ progress: (CopyProgress) -> Void) throws -> LedgerProof {
        progress(.checking)
        let proof = try read { db in
            let total = try Self.rowsToProve(db)
            return try SQLiteStore.proof(of: db) { progress(.proved(rows: $0, of: total)) }
        }
        guard proof.holds else {
            throw BackupError.broken(path: name, breaks: Array(proof.checks.flatMap(\.breaks).prefix(LedgerProof.maximumBreaks)))
        }
        return proof
    }

    /// Brings the schema up to date. What fails or is killed on the way leaves a file that is of no use.
    func migrate() throws {
        try reportingDamage {
            let queue = try DatabaseQueue(path: path)
            try queue.inDatabase(Self.writeUnprotected)
            try Migrations.all.migrate(queue)
            try queue.close()
        }
    }

    /// A new file is worthless until it is whole, so it needs no journal beside it, and whoever makes it syncs it at the end.
    static func writeUnprotected(_ db: Database) throws {
        try db.execute(sql: "PRAGMA journal_mode = OFF")
        try db.execute(sql: "PRAGMA synchronous = OFF")
    }

    private func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try reportingDamage {
            var configuration = Configuration()
            configuration.readonly = true
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            let result = try queue.read(body)
            try queue.close()
            return result
        }
    }

    private func reportingDamage<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            throw BackupError.ofSQLite(error, in: name)
        }
    }

    private static func rowsToProve(_ db: Database) throws -> Int64 {
        try ["ledger_transaction", "orders", "account"].reduce(0) { sum, table in
            sum + (try PreparedStatement(db, "SELECT count(*) FROM \(table)").first { $0.integer(0) } ?? 0)
        }
    }
}

extension CopiedDatabase.Installation {
    /// - Throws: ``BackupError``: `notImugi`, `schemaTooNew`; errors of SQLite.
    init(_ db: Database, of name: String) throws {
        guard try db.tableExists("installation"), try db.tableExists("grdb_migrations") else { throw BackupError.notImugi(path: name) }
        guard try !Migrations.all.hasBeenSuperseded(db) else { throw BackupError.schemaTooNew(path: name) }
        let row = try PreparedStatement(db, "SELECT purpose, key_check FROM installation").first { ($0.text(0), $0.bytes(1)) }
        guard let (text, keyCheck) = row, let purpose = StorePurpose(rawValue: text) else {
            throw BackupError.notImugi(path: name)
        }
        self.init(purpose: purpose, keyCheck: keyCheck, isOlder: try !Migrations.all.hasCompletedMigrations(db))
    }
}

extension BackupError {
    /// Says which file SQLite has failed on.
    static func ofSQLite(_ error: any Error, in name: String) -> any Error {
        guard let failure = StoreError.sqliteFailure(in: error) else { return error }
        switch failure.code & 0xff {
        case SQLITE_NOTADB: return BackupError.notImugi(path: name)
        case SQLITE_CORRUPT: return BackupError.damaged(path: name, reason: failure.message)
        default: return BackupError.unusable(path: name, reason: failure.description)
        }
    }
}
