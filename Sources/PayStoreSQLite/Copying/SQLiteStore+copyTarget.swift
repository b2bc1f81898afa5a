import GRDB
import PayCore
import PayDomain

extension SQLiteStore: CopyTarget {
    package func state() async throws -> CopyTargetState {
        try await readSnapshot { db in
            if try PreparedStatement(db, UnfinishedCopy.find).first([.text("installation")], { _ in true }) ?? false {
                let keyCheck = try PreparedStatement(db, "SELECT key_check FROM installation").first { $0.bytes(0) }
                if let keyCheck { return .platform(keyCheck: keyCheck) }
            }
            return try UnfinishedCopy(db).mark().map { .begun($0) } ?? .empty
        }
    }

    /// The mark is there before the tables are, so that nobody makes a new platform in between.
    package func begin(_ mark: CopyMark) async throws {
        guard case .empty = try await state() else { throw PlatformCopyError.targetTaken }
        try await write { db in try UnfinishedCopy(db).make(mark) }
        try await migrate()
    }

    package func lastKey(of table: PlatformTable) async throws -> [PlatformValue]? {
        try await read { db in try PreparedStatement(db, table.selectLastKey).first { try $0.values(table.key) } }
    }

    package func write(_ rows: [PlatformRow], to table: PlatformTable) async throws {
        try await write { db in
            let insert = try PreparedStatement(db, table.insertRow)
            for row in rows { try insert.run(row.map { SQLValue($0) }) }
        }
    }

    package func prepareToProve() async throws {}

    package func finish(_ identity: PlatformIdentity) async throws {
        try await write { db in
            try PreparedStatement(db, "UPDATE ledger_clock SET last_time = ?").runOnOneRow([.time(identity.ledgerTime)])
            try PreparedStatement(db, "INSERT INTO installation (only_row, purpose, key_check) VALUES (1, ?, ?)")
                .run([.text(identity.purpose.rawValue), .bytes(identity.keyCheck)])
            try UnfinishedCopy(db).remove()
        }
    }
}
