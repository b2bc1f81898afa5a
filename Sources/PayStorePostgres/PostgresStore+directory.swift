import PayDomain

extension PostgresStore {
    package func loadDirectory() async throws -> Directory {
        let rows = try await readSnapshot { transaction in try await transaction.commit(after: DirectoryReader.calls) }
        return try DirectoryReader(rows, sealer).directory()
    }

    package func directoryVersion() async throws -> Int64? { try await read(DirectoryReader.version()).first?.int64(0) }

    /// Waits until no batch of payments is under way on any node and lets none begin before the change is durable. So no payment that is
    /// decided without the change becomes durable after it, and each later batch finds the new version of the directory.
    package func change(
        deciding decide: @Sendable @escaping (Directory) throws -> DirectoryChange,
        whenDurable apply: @Sendable @escaping (Directory) -> Void
    ) async throws -> Directory {
        let directory: Directory
        do {
            directory = try await write { [sealer] transaction in
                // Each other change waits for the same rows, so that the directory stays as it is read here.
                let present = try await transaction.run([LedgerShardStatements.lockAll()] + DirectoryReader.calls).dropFirst()
                let change = try decide(DirectoryReader(present, sealer).directory())
                let steps = try DirectoryWriter(sealer).steps(for: change)
                let rows = try await transaction.run(
                    steps.map(\.call) + (change.isOfDirectory ? [DirectoryWriter.countChange()] : []) + DirectoryReader.calls)
                for (step, rows) in zip(steps, rows) where rows.affected != 1 {
                    if let conflict = step.conflict { throw conflict }
                }
                // Read before the commit: what could not be read back is not committed.
                return try DirectoryReader(rows.suffix(DirectoryReader.calls.count), sealer).directory()
            }
        } catch let error as PostgresError {
            throw DirectoryConflict(error) ?? error
        }
        apply(directory)
        return directory
    }

    package func metadata(_ name: String) async throws -> String? { try await read(MetadataStatements.get(.text(name))).first?.text(0) }

    package func setMetadata(_ name: String, to value: String) async throws {
        _ = try await write([MetadataStatements.set(.text(name), .text(value))])
    }

    package func addToMetadata(_ name: String, _ number: Int64) async throws -> Int64 {
        let rows = try await write([MetadataStatements.add(.text(name), .text(String(number)))])
        return try rows[0].first?.int64(0) ?? number
    }
}

enum LedgerShardStatements {
    /// Locks the heads of all chains, in the one order in which several may be locked.
    static let lockAll = PostgresStatement("lock_shards", "SELECT shard FROM ledger_shard ORDER BY shard FOR UPDATE")
}

private enum MetadataStatements {
    static let get = PostgresStatement("metadata", "SELECT value FROM metadata WHERE name = $1", .text)
    static let set = PostgresStatement(
        "set_metadata", "INSERT INTO metadata (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        .text, .text)
    static let add = PostgresStatement(
        "add_to_metadata",
        """
        INSERT INTO metadata (name, value) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET value = (metadata.value::bigint + excluded.value::bigint)::text RETURNING value::bigint
        """, .text, .text)
}

extension DirectoryConflict {
    /// - Returns: `nil` if the error is about something else.
    fileprivate init?(_ error: PostgresError) {
        switch error.sqlState {
        case "23505": self = .exists
        case "23503": self = .unknown
        default: return nil
        }
    }
}

extension DirectoryChange {
    /// Whether it changes what a ``Directory`` holds, and not a user or a grant alone.
    fileprivate var isOfDirectory: Bool {
        switch self {
        case .addCompany, .addCoin, .addApp, .updateApp, .addKey, .updateKey, .setPrice: true
        case .addUser, .setPassword, .setTradePassword, .setPaymentsFrozen, .setUserEnabled, .setGrant, .revokeGrant,
            .setSpendingCap:
            false
        }
    }
}
