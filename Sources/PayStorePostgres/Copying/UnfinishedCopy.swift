import PayDomain

/// The table that is there while a platform is copied into the database, and at no other time.
enum UnfinishedCopy {
    /// Whether a copy has begun and not ended.
    static let isThere = PostgresStatement("unfinished_copy", "SELECT to_regclass('unfinished_copy') IS NOT NULL")

    static let read = PostgresStatement("unfinished_copy_read", "SELECT source, standing FROM unfinished_copy")

    static let make = PostgresStatement(
        "unfinished_copy_make",
        "CREATE TABLE unfinished_copy (only_row bigint PRIMARY KEY CHECK (only_row = 1), source bytea NOT NULL, standing bytea NOT NULL)")

    static let add = PostgresStatement("unfinished_copy_add", "INSERT INTO unfinished_copy VALUES (1, $1, $2)", .bytes, .bytes)

    static let remove = PostgresStatement("unfinished_copy_remove", "DROP TABLE unfinished_copy")

    /// - Returns: the mark, or `nil` if there is none.
    static func mark(_ pool: PostgresPool) async throws -> CopyMark? {
        guard try await pool.read([isThere()])[0].first?.bool(0) == true else { return nil }
        return try await pool.read([read()])[0].first.map { row in CopyMark(source: try row.bytes(0), standing: try row.bytes(1)) }
    }
}
