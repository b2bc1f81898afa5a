/// The schema's history. A migration that was published is never changed; a new one is added at the end.
///
/// A program works with the schema of its own version and with the next one, so that the nodes can be exchanged one by one: first
/// `imugi migrate` by the new program, then node by node. So each migration leaves what the program of the version before it needs; what
/// that needs no longer goes away with the migration after.
package enum Schema {
    /// Each migration's statements, none of which depends on what a client is told.
    static let migrations: [[String]] = [
        FirstSchema.directory + FirstSchema.users + FirstSchema.orders + FirstSchema.ledger + FirstSchema.callbacks + FirstSchema.guards,
        SecondSchema.users + SecondSchema.spendingCaps + SecondSchema.sessions,
    ]

    /// The version that this program is made for.
    package static var current: Int64 { Int64(migrations.count) }

    /// How often a process waits for another one that changes the schema, each time as long as the server lets it wait for a lock.
    private static let waitsMax = 120

    private static let read = PostgresStatement("schema_version", "SELECT version FROM schema_version")
    /// Locks out whoever would make a platform in the database at the same time.
    static let lock = PostgresStatement("schema_lock", "SELECT version FROM schema_version FOR UPDATE")
    private static let set = PostgresStatement("schema_set", "UPDATE schema_version SET version = $1", .int64)

    /// The version of the schema in the database, or `nil` if there is no platform in it.
    static func version(_ pool: PostgresPool) async throws -> Int64? {
        do {
            return try await pool.read([read()]).first?.first?.int64(0)
        } catch let error as PostgresError where error.sqlState == undefinedTable {
            return nil
        }
    }

    /// Brings the schema up to date. Any number of processes may do so at the same time, and each may be stopped at any moment.
    ///
    /// - Throws: ``PostgresStoreError/schemaTooNew(found:)``, beside what the statements throw.
    static func migrate(_ pool: PostgresPool) async throws {
        if try await version(pool) == nil { try await begin(pool) }
        var waits = 0
        while true {
            do {
                guard try await migrateByOne(pool) else { return }
            } catch let error as PostgresError where error.sqlState == lockTimeOut && waits < waitsMax {
                // Another process is at it, and a migration may take longer than a lock may be waited for.
                waits += 1
            }
        }
    }

    private static func begin(_ pool: PostgresPool) async throws {
        do {
            try await pool.withTransaction { transaction in
                _ = try await transaction.run([
                    PostgresStatement(
                        "schema_table", "CREATE TABLE schema_version (only_row bigint PRIMARY KEY, version bigint NOT NULL)")()
                ])
                try await transaction.commit(after: [PostgresStatement("schema_begin", "INSERT INTO schema_version VALUES (1, 0)")()])
            }
        } catch let error as PostgresError where [duplicateTable, duplicateObject, uniqueViolation].contains(error.sqlState) {
            // Another process was first.
        }
    }

    /// - Returns: whether there may be more to do.
    private static func migrateByOne(_ pool: PostgresPool) async throws -> Bool {
        try await pool.withTransaction { transaction in
            guard let version = try await transaction.run([lock()]).first?.first?.int64(0) else { return true }
            guard version <= current else { throw PostgresStoreError.schemaTooNew(found: version) }
            guard version < current else { return false }
            for (number, sql) in migrations[Int(version)].enumerated() {
                // Sent one by one: a statement is prepared only once the tables that it names are there.
                _ = try await transaction.run([PostgresStatement("migration_\(version + 1)_\(number)", sql)()])
            }
            try await transaction.commit(after: [set(.int64(version + 1))])
            return true
        }
    }

    /// Checks that this program can work with the schema as it is.
    ///
    /// - Throws: ``PostgresStoreError``.
    static func check(_ pool: PostgresPool) async throws {
        guard let version = try await version(pool), version > 0 else { throw PostgresStoreError.noPlatform }
        guard version >= current else { throw PostgresStoreError.schemaTooOld(found: version) }
        guard version <= current + 1 else { throw PostgresStoreError.schemaTooNew(found: version) }
    }

    static let undefinedTable = "42P01"
    private static let duplicateTable = "42P07"
    /// Of the table's row type, which is made with it.
    private static let duplicateObject = "42710"
    static let uniqueViolation = "23505"
    private static let lockTimeOut = "55P03"
}
