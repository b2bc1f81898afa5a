import PayStorePostgres

/// A table of distinct numbers.
struct Notes: Sendable {
    private let pool: PostgresPool
    private let insert: PostgresStatement
    private let select: PostgresStatement

    /// - Parameter name: of a table that is not there yet.
    init(_ name: String, _ pool: PostgresPool) async throws {
        self.init(existing: name, pool)
        _ = try await pool.read([PostgresStatement("make_\(name)", "CREATE TABLE \(name) (note bigint PRIMARY KEY)")()])
    }

    init(existing name: String, _ pool: PostgresPool) {
        self.pool = pool
        insert = PostgresStatement("add_to_\(name)", "INSERT INTO \(name) VALUES ($1)", .int64)
        select = PostgresStatement("all_of_\(name)", "SELECT note FROM \(name) ORDER BY note")
    }

    func add(_ note: Int64) -> PostgresCall { insert(.int64(note)) }

    func all() async throws -> [Int64] {
        var notes: [Int64] = []
        for row in try await pool.read([select()])[0] { notes.append(try row.int64(0)) }
        return notes
    }
}
