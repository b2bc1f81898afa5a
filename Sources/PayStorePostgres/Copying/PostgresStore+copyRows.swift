import PayCore
import PayDomain
import PayLedger

extension PostgresStore: CopySource {
    private static let ledgerTime = PostgresStatement("copy_ledger_time", "SELECT max(last_time) FROM ledger_shard")

    private static let heads = PostgresStatement(
        "copy_heads",
        """
        SELECT known.shard, tip.hash
        FROM unnest($1, $2, $3) AS known (shard, origin, last)
            CROSS JOIN LATERAL (
                SELECT hash FROM ledger_transaction WHERE sequence > known.origin AND sequence <= known.last ORDER BY sequence DESC LIMIT 1
            ) AS tip
        """, .int64s, .int64s, .int64s)

    package func identity() async throws -> PlatformIdentity {
        let results = try await pool.read([Installation.read(), Self.ledgerTime()])
        guard let row = results[0].first, let time = results[1].first else { throw PostgresStoreError.noPlatform }
        return PlatformIdentity(
            purpose: try row.valid(StorePurpose(rawValue: row.text(0)), 0), keyCheck: try row.bytes(1), ledgerTime: try time.timestamp(0))
    }

    package func rows(of table: PlatformTable, after key: [PlatformValue]?, limit: Int) async throws -> [PlatformRow] {
        let values = (key ?? []).map { PostgresValue($0) } + [.integer(limit)]
        let rows = try await read(PostgresCall(statement: table.selectRows(afterKey: key != nil), values: values))
        return try rows.map { try $0.values(table.columns) }
    }

    package func standing() async throws -> PlatformStanding {
        let heads = Self.heads(
            .integers(LedgerShard.all.map(\.index)), .int64s(LedgerShard.all.map(\.origin)), .int64s(LedgerShard.all.map(\.last)))
        let results = try await readSnapshot { transaction in
            try await transaction.commit(after: [heads] + PlatformTable.all.map { $0.countRows() })
        }
        var found: [LedgerShard: [UInt8]] = [:]
        for row in results[0] { found[LedgerShard(try row.integer(0))] = try row.bytes(1) }
        return PlatformStanding(
            chainHead: LedgerChain.head(over: found), rows: try results.dropFirst().map { try $0.first?.int64(0) ?? 0 })
    }
}
