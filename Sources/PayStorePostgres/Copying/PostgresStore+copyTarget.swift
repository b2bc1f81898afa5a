import PayDomain

extension PostgresStore: CopyTarget {
    package func state() async throws -> CopyTargetState {
        if let row = try await Installation.rows(pool).first { return .platform(keyCheck: try row.bytes(1)) }
        return try await UnfinishedCopy.mark(pool).map { .begun($0) } ?? .empty
    }

    package func begin(_ mark: CopyMark) async throws {
        try await Schema.migrate(pool)
        try await write { transaction in
            let rows = try await transaction.run([Schema.lock(), Installation.read(), UnfinishedCopy.isThere()])
            guard rows[1].isEmpty, try rows[2].first?.bool(0) == false else { throw PlatformCopyError.targetTaken }
            _ = try await transaction.run([UnfinishedCopy.make()])
            try await transaction.commit(after: [UnfinishedCopy.add(.bytes(mark.source), .bytes(mark.standing))])
        }
    }

    package func lastKey(of table: PlatformTable) async throws -> [PlatformValue]? {
        try await read(table.selectLastKey()).first.map { try $0.values(table.key) }
    }

    package func write(_ rows: [PlatformRow], to table: PlatformTable) async throws {
        let values = table.columns.enumerated().map { index, column in PostgresValue(rows, column: index, column.kind) }
        do {
            _ = try await write([PostgresCall(statement: table.insertRows, values: values)])
        } catch let error as PostgresError where error.sqlState == Schema.uniqueViolation {
            throw PlatformCopyError.targetInUse
        }
    }

    /// Without what it counts the server takes every table for a small one, and plans accordingly.
    package func prepareToProve() async throws { _ = try await write([PostgresStatement("copy_analyze", "ANALYZE")()]) }

    package func finish(_ identity: PlatformIdentity) async throws {
        _ = try await write(
            [Schema.lock()] + DerivedRows.calls(ledgerTime: identity.ledgerTime) + [
                Installation.add(.text(identity.purpose.rawValue), .bytes(identity.keyCheck)), UnfinishedCopy.remove(),
            ])
    }
}
