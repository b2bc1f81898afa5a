import GRDB
import Logging
import PayDomain

extension SQLiteStore {
    /// Opens the platform in `folder` to be copied, whatever it is for, and brings its schema up to date.
    ///
    /// - Parameter sealer: the one for the master key of a platform of the purpose.
    /// - Throws: ``StoreError``; whatever `sealer` throws.
    package static func openToCopy(
        folder path: String, logger: Logger, sealer: @Sendable @escaping (StorePurpose) throws -> any Sealer
    ) async throws -> SQLiteStore {
        try await offTheCooperativePool {
            try connect(path, logger: logger) { db in
                let copy = UnfinishedCopy(db)
                guard try !copy.isThere else { throw StoreError.copyUnfinished(path: path) }
                guard try !Migrations.all.hasBeenSuperseded(db) else { throw StoreError.schemaTooNew(path: path) }
                guard try db.tableExists("installation"),
                    let (purpose, keyCheck) = try PreparedStatement(db, "SELECT purpose, key_check FROM installation")
                        .first([], { row in (try row.valid(StorePurpose(rawValue: row.text(0)), 0), row.bytes(1)) })
                else { throw StoreError.noPlatform(path: path) }
                let sealer = try sealer(purpose)
                guard try KeyCheck(sealer).isRight(keyCheck) else { throw StoreError.wrongMasterKey(path: path) }
                return sealer
            } settle: { pool in
                try Migrations.all.migrate(pool)
                try pool.barrierWriteWithoutTransaction { db in try CallbackWriter(db).endAllLeases() }
            }
        }
    }

    /// Opens `folder`, which is made if there is none, to copy a platform into it. Nothing is changed in one that holds a platform.
    ///
    /// - Throws: ``StoreError``.
    package static func openForCopy(folder path: String, sealer: any Sealer, logger: Logger) async throws -> SQLiteStore {
        try await offTheCooperativePool {
            try connect(path, logger: logger) { db in
                guard try !Migrations.all.hasBeenSuperseded(db) else { throw StoreError.schemaTooNew(path: path) }
                return sealer
            } settle: { pool in
                // A copy may have been broken off before all of its tables were there.
                let isUnfinished = try pool.read { db in try UnfinishedCopy(db).isThere }
                if isUnfinished { try Migrations.all.migrate(pool) }
            }
        }
    }

    /// Makes the tables.
    func migrate() async throws {
        try await Self.offTheCooperativePool { [self] in
            do { try Migrations.all.migrate(pool) } catch { throw StoreError(error) }
        }
    }
}
