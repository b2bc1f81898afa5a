import GRDB
import GRDBSQLite
import PayDomain

extension SQLiteStore {
    /// Copies the platform in `folder` into the new file `path`, whether another process has it open or none.
    ///
    /// The copy is of the moment at which this begins: everything that was acknowledged before is in it. It is read out of one snapshot
    /// that holds up neither writes nor reads; SQLite's log cannot be cut back meanwhile and grows by what is written. The file is proved
    /// before it gets its name, and it gets it in one step when all of it is on the disk.
    ///
    /// - Parameter progress: told from a thread that waits for it.
    /// - Throws: ``BackupError``.
    package static func backUp(
        folder: String, to path: String, progress: @Sendable @escaping (CopyProgress) -> Void = { _ in }
    ) async throws -> PlatformCopy {
        try await offTheCooperativePool {
            let file = try UnfinishedFile(at: "\(path).partial", for: path)
            do {
                let installation = try copy(DataFolder.databasePath(in: folder), into: file, progress)
                let proof = try prove(CopiedDatabase(file.path, named: path), installation, progress)
                let bytes = try file.size()
                try file.finish()
                return PlatformCopy(
                    purpose: installation.purpose, bytes: bytes, transactions: proof.transactions, chainHead: proof.chainHead
                )
            } catch {
                file.discard()
                throw error
            }
        }
    }

    /// Of 4 KiB: so many are read and written at once.
    private static let pagesPerStep: CInt = 64

    private static func copy(
        _ database: String, into file: UnfinishedFile, _ progress: @escaping (CopyProgress) -> Void
    ) throws -> CopiedDatabase.Installation {
        do {
            var configuration = Configuration()
            // Such a connection neither writes nor copies the log back.
            configuration.readonly = true
            configuration.busyMode = .timeout(5)
            let source = try DatabaseQueue(path: database, configuration: configuration)
            let target = try DatabaseQueue(path: file.path)
            try target.inDatabase(CopiedDatabase.writeUnprotected)
            let installation = try source.read { db in
                // From this first read on the transaction stands on one snapshot. Without one the copy would begin anew at each commit.
                let installation = try CopiedDatabase.Installation(db, of: database)
                try target.inDatabase { copy in try copyPages(from: db, to: copy, in: file, progress) }
                return installation
            }
            try source.close()
            try target.close()
            try file.clearLogMark()
            return installation
        } catch {
            // Only what is written to can be full, and SQLite has no words for it here.
            if let failure = StoreError.sqliteFailure(in: error), failure.code & 0xff == SQLITE_FULL {
                throw BackupError.unusable(path: file.path, reason: "the disk is full")
            }
            throw BackupError.ofSQLite(error, in: database)
        }
    }

    private static func copyPages(
        from source: Database, to target: Database, in file: UnfinishedFile, _ progress: @escaping (CopyProgress) -> Void
    ) throws {
        var steps = CopySteps(file: file)
        let pageSize = Int64(try PreparedStatement(source, "PRAGMA page_size").first { $0.integer(0) } ?? 0)
        try source.backup(to: target, pagesPerStep: pagesPerStep) { step in
            let done = Int64(step.completedPageCount) * pageSize
            // An error in the last step would be lost. What it wrote is synced at the end.
            if !step.isCompleted { try steps.advance(to: done) }
            progress(.copied(bytes: done, of: Int64(step.totalPageCount) * pageSize))
        }
    }

    /// A copy of an earlier schema stays as it is, for the program that it belongs to. This one's proof needs its own schema, so it proves a
    /// second copy then.
    private static func prove(
        _ copy: CopiedDatabase, _ installation: CopiedDatabase.Installation, _ progress: (CopyProgress) -> Void
    ) throws -> LedgerProof {
        guard installation.isOlder else { return try copy.prove(progress) }
        let second = try UnfinishedFile(at: "\(copy.path).migrated", for: "\(copy.path).proved")
        defer { second.discard() }
        try FileCopy(from: copy.path).run(into: second, progress: { _ in })
        let migrated = CopiedDatabase(second.path, named: copy.name)
        try migrated.migrate()
        return try migrated.prove(progress)
    }
}

extension UnfinishedFile {
    /// The database's header says that a log belongs to it, as it does where it was copied from. Nothing of one is missing here.
    fileprivate func clearLogMark() throws {
        let versions = Array(repeating: SQLiteHeader.withoutLog, count: SQLiteHeader.versions.count)
        try versions.withUnsafeBytes { try write($0, at: Int64(SQLiteHeader.versions.lowerBound)) }
    }
}
