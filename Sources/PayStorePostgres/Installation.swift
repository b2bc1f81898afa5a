import PayDomain

/// What the platform in a database was made for, and under which master key.
struct Installation {
    static let read = PostgresStatement("read_installation", "SELECT purpose, key_check FROM installation")
    static let add = PostgresStatement(
        "add_installation",
        "INSERT INTO installation (only_row, purpose, key_check) VALUES (1, $1, $2) ON CONFLICT (only_row) DO NOTHING", .text, .bytes)

    private let pool: PostgresPool
    private let purpose: StorePurpose
    private let sealer: any Sealer

    init(_ pool: PostgresPool, _ purpose: StorePurpose, _ sealer: any Sealer) {
        self.pool = pool
        self.purpose = purpose
        self.sealer = sealer
    }

    /// Writes down what a new platform is for, unless that is known.
    ///
    /// - Throws: ``PostgresStoreError/copyUnfinished``.
    func settle() async throws {
        let sealed = try KeyCheck(sealer).sealed()
        try await pool.withTransaction { transaction in
            // Whoever begins a copy locks the same row.
            let rows = try await transaction.run([Schema.lock(), UnfinishedCopy.isThere()])
            guard try rows[1].first?.bool(0) == false else { throw PostgresStoreError.copyUnfinished }
            _ = try await transaction.commit(after: [Self.add(.text(purpose.rawValue), .bytes(sealed))])
        }
    }

    /// - Returns: whether there is a platform, which then is the one that was asked for.
    /// - Throws: ``PostgresStoreError/purposeDiffers(stored:wanted:)``, ``PostgresStoreError/wrongMasterKey``,
    ///   ``PostgresStoreError/copyUnfinished``.
    func isThere() async throws -> Bool {
        guard let row = try await Self.rows(pool).first else {
            guard try await pool.read([UnfinishedCopy.isThere()])[0].first?.bool(0) == false else {
                throw PostgresStoreError.copyUnfinished
            }
            return false
        }
        let stored = try row.text(0)
        guard stored == purpose.rawValue else { throw PostgresStoreError.purposeDiffers(stored: stored, wanted: purpose.rawValue) }
        guard try KeyCheck(sealer).isRight(try row.bytes(1)) else { throw PostgresStoreError.wrongMasterKey }
        return true
    }

    /// - Returns: a row of the purpose and the key's check, or none.
    static func rows(_ pool: PostgresPool) async throws -> [PostgresRow] {
        do {
            return Array(try await pool.read([Self.read()])[0])
        } catch let error as PostgresError where error.sqlState == Schema.undefinedTable {
            return []
        }
    }
}
