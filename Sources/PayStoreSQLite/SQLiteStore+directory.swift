import GRDB
import GRDBSQLite
import PayDomain

extension SQLiteStore {
    package func loadDirectory() async throws -> Directory {
        let sealer = sealer
        return try await readSnapshot { db in try DirectoryReader(db, sealer).directory() }
    }

    /// The folder is locked: only this process changes anything in it.
    package func directoryVersion() async throws -> Int64? { nil }

    package func change(
        deciding decide: @Sendable @escaping (Directory) throws -> DirectoryChange,
        whenDurable apply: @Sendable @escaping (Directory) -> Void
    ) async throws -> Directory {
        let sealer = sealer
        do {
            return try await write(
                { db in
                    try DirectoryWriter(db, sealer).write(decide(DirectoryReader(db, sealer).directory()))
                    // Read before the commit: what could not be read back is not committed.
                    return (.commit, try DirectoryReader(db, sealer).directory())
                }, whenDurable: apply
            )
        } catch StoreError.failed(let failure) {
            switch failure.code {
            case Self.constraint(8), Self.constraint(6), Self.constraint(10): throw DirectoryConflict.exists
            case Self.constraint(3): throw DirectoryConflict.unknown
            default: throw StoreError.failed(failure)
            }
        }
    }

    package func metadata(_ name: String) async throws -> String? {
        try await read { db in
            try PreparedStatement(db, "SELECT value FROM metadata WHERE name = ?").first([.text(name)]) { $0.text(0) }
        }
    }

    package func setMetadata(_ name: String, to value: String) async throws {
        try await write { db in
            _ = try PreparedStatement(
                db, "INSERT INTO metadata (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
            ).run([.text(name), .text(value)])
        }
    }

    package func addToMetadata(_ name: String, _ number: Int64) async throws -> Int64 {
        try await write { db in
            try PreparedStatement(
                db, "INSERT INTO metadata (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = value + ?3"
            ).run([.text(name), .text(String(number)), .integer(number)])
            return try PreparedStatement(db, "SELECT value FROM metadata WHERE name = ?").first([.text(name)]) { $0.integer(0) } ?? number
        }
    }

    /// An extended code of SQLITE_CONSTRAINT, which C makes by a macro that Swift does not see.
    private static func constraint(_ number: Int32) -> Int32 { SQLITE_CONSTRAINT | number << 8 }
}
