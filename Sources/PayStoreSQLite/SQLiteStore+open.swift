import CoreMetrics
import GRDB
import GRDBSQLite
import Logging
import PayDomain

extension SQLiteStore {
    /// Opens the platform in `folder`, or makes a new one there, and brings its schema up to date.
    ///
    /// - Parameters:
    ///   - metrics: told how long commits take.
    ///   - stop: how to end the process when it must not go on.
    /// - Throws: ``StoreError``; then no connection is left open.
    package static func open(
        folder path: String, purpose: StorePurpose, sealer: any Sealer, logger: Logger,
        metrics: any MetricsFactory = NOOPMetricsHandler.instance, stop: @escaping Stop = endProcess
    ) async throws -> SQLiteStore {
        try await offTheCooperativePool {
            try connect(path, logger: logger, metrics: metrics, stop: stop) { db in
                try admit(db, path: path, purpose: purpose, sealer: sealer)
                return sealer
            } settle: { pool in
                try Migrations.all.migrate(pool)
                try pool.barrierWriteWithoutTransaction { db in
                    try settle(db, purpose: purpose, sealer: sealer)
                    try CallbackWriter(db).endAllLeases()
                }
            }
        }
    }

    /// Locks the folder and opens its database.
    ///
    /// - Parameters:
    ///   - admit: checks the database before anything in it changes.
    ///   - settle: brings it to where it must be.
    /// - Throws: ``StoreError``, and what `admit` throws of its own; then no connection is left open.
    static func connect(
        _ path: String, logger: Logger, metrics: any MetricsFactory = NOOPMetricsHandler.instance, stop: @escaping Stop = endProcess,
        admit: (Database) throws -> any Sealer, settle: (DatabasePool) throws -> Void
    ) throws -> SQLiteStore {
        try checkLibrary(logger)
        let folder = try DataFolder(path)
        do {
            let pool = try DatabasePool(path: folder.databasePath, configuration: configuration)
            let sealer = try pool.barrierWriteWithoutTransaction { db in
                try setDurability(db)
                try checkSettings(db)
                return try admit(db)
            }
            try settle(pool)
            return SQLiteStore(pool: pool, folder: folder, sealer: sealer, logger: logger, metrics: metrics, stop: stop)
        } catch {
            throw StoreError.sqliteFailure(in: error).map { StoreError.failed($0) } ?? error
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.maximumReaderCount = 4
        configuration.persistentReadOnlyConnections = true
        // Only a crash's recovery ever holds a lock that another connection of this process waits for.
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            let cache = db.configuration.readonly ? readerCacheKiB : writerCacheKiB
            try db.execute(sql: "PRAGMA cache_size = -\(cache)")
        }
        return configuration
    }

    private static let readerCacheKiB = 8 * 1024
    private static let writerCacheKiB = 64 * 1024
    /// How many pages of 4 KiB the log gathers before the writing connection copies them into the database file.
    private static let pagesBetweenCheckpoints = 4_000
    /// In bytes: the log is cut back to this after it had to grow further, such as beside a long read.
    private static let longestIdleLog = 64 * 1024 * 1024

    /// GRDB sets `synchronous` to NORMAL, under which a power cut may lose commits, and it does so after the connection was prepared.
    private static func setDurability(_ db: Database) throws {
        try db.execute(sql: "PRAGMA synchronous = FULL")
        try db.execute(sql: "PRAGMA wal_autocheckpoint = \(pagesBetweenCheckpoints)")
        try db.execute(sql: "PRAGMA journal_size_limit = \(longestIdleLog)")
    }

    private static func checkSettings(_ db: Database) throws {
        let found = try settings(of: db)
        for (name, needed) in [("journal_mode", ["wal"]), ("synchronous", ["2", "3"]), ("foreign_keys", ["1"])] {
            let value = found[name] ?? "nothing"
            guard needed.contains(value) else { throw StoreError.settingRefused(name: name, found: value, needed: needed[0]) }
        }
    }

    /// The settings that durability rests on, as the writing connection reads them back.
    package func durabilitySettings() async throws -> [String: String] {
        try await Self.offTheCooperativePool { [pool] in try pool.writeWithoutTransaction { db in try Self.settings(of: db) } }
    }

    private static func settings(of db: Database) throws -> [String: String] {
        var settings: [String: String] = [:]
        for name in ["journal_mode", "synchronous", "foreign_keys"] {
            settings[name] = try PreparedStatement(db, "PRAGMA \(name)").first([]) { $0.text(0) }
        }
        return settings
    }

    private static func checkLibrary(_ logger: Logger) throws {
        let version = String(cString: sqlite3_libversion())
        // STRICT tables came with 3.37.
        guard sqlite3_libversion_number() >= 3_037_000 else { throw StoreError.libraryTooOld(found: version, needed: "3.37.0") }
        guard sqlite3_libversion_number() < 3_051_003 else { return }
        logger.notice(
            "SQLite before 3.51.3 can damage a log that several connections write; imugi writes by one connection only",
            metadata: ["sqlite": "\(version)"]
        )
    }

    /// Checks that the platform in the file is the one that is asked for, before anything in it changes.
    private static func admit(_ db: Database, path: String, purpose: StorePurpose, sealer: any Sealer) throws {
        guard try !Migrations.all.hasBeenSuperseded(db) else { throw StoreError.schemaTooNew(path: path) }
        guard try !UnfinishedCopy(db).isThere else { throw StoreError.copyUnfinished(path: path) }
        guard try db.tableExists("installation") else { return }
        try PreparedStatement(db, "SELECT purpose, key_check FROM installation").each { row in
            guard row.text(0) == purpose.rawValue else {
                throw StoreError.purposeDiffers(path: path, stored: row.text(0), wanted: purpose.rawValue)
            }
            guard try KeyCheck(sealer).isRight(row.bytes(1)) else { throw StoreError.wrongMasterKey(path: path) }
        }
    }

    /// Writes down what the folder is for, unless that is known.
    private static func settle(_ db: Database, purpose: StorePurpose, sealer: any Sealer) throws {
        guard try PreparedStatement(db, "SELECT 1 FROM installation").first([], { _ in true }) == nil else { return }
        let sealed = try KeyCheck(sealer).sealed()
        try PreparedStatement(db, "INSERT INTO installation (only_row, purpose, key_check) VALUES (1, ?, ?)")
            .run([.text(purpose.rawValue), .bytes(sealed)])
    }
}
