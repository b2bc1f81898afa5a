import GRDB
import PayCore
import PayDomain
import PayLedger

extension SQLiteStore: CopySource {
    package func identity() async throws -> PlatformIdentity {
        try await readSnapshot { db in
            let row = try PreparedStatement(db, "SELECT purpose, key_check FROM installation").first { row in
                (try row.valid(StorePurpose(rawValue: row.text(0)), 0), row.bytes(1))
            }
            guard let (purpose, keyCheck) = row else { throw StoreError.unreadable(column: "installation") }
            return PlatformIdentity(purpose: purpose, keyCheck: keyCheck, ledgerTime: try LedgerTip(db).lastTime)
        }
    }

    package func rows(of table: PlatformTable, after key: [PlatformValue]?, limit: Int) async throws -> [PlatformRow] {
        try await read { db in
            let values = (key ?? []).map { SQLValue($0) } + [.integer(limit)]
            return try PreparedStatement(db, table.selectRows(afterKey: key != nil)).all(values) { try $0.values(table.columns) }
        }
    }

    package func standing() async throws -> PlatformStanding {
        try await readSnapshot { db in
            let rows = try PlatformTable.all.map { table in
                try PreparedStatement(db, "SELECT count(*) FROM \(table.name)").first { $0.integer(0) } ?? 0
            }
            let last = try PreparedStatement(
                db, "SELECT hash FROM ledger_transaction WHERE sequence > ? AND sequence <= ? ORDER BY sequence DESC LIMIT 1")
            var heads: [LedgerShard: [UInt8]] = [:]
            for shard in LedgerShard.all {
                heads[shard] = try last.first([.integer(shard.origin), .integer(shard.last)]) { $0.bytes(0) }
            }
            return PlatformStanding(chainHead: LedgerChain.head(over: heads), rows: rows)
        }
    }
}
