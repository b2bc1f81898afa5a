import GRDB
import PayDomain

/// The table that is there while a platform is copied into the file, and at no other time.
struct UnfinishedCopy {
    private static let name = "unfinished_copy"

    private let db: Database

    init(_ db: Database) { self.db = db }

    /// Whether a copy has begun and not ended.
    var isThere: Bool {
        get throws { try PreparedStatement(db, Self.find).first([.text(Self.name)]) { _ in true } ?? false }
    }

    /// GRDB's own look at the tables does not see those that were made past it.
    static let find = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?"

    /// What it is a copy of; `nil` if there is none.
    func mark() throws -> CopyMark? {
        guard try isThere else { return nil }
        return try PreparedStatement(db, "SELECT source, standing FROM \(Self.name)").first { row in
            CopyMark(source: row.bytes(0), standing: row.bytes(1))
        }
    }

    func make(_ mark: CopyMark) throws {
        try PreparedStatement(
            db,
            """
            CREATE TABLE \(Self.name) (
                only_row INTEGER PRIMARY KEY CHECK (only_row = 1), source BLOB NOT NULL, standing BLOB NOT NULL
            ) STRICT
            """
        ).run()
        try PreparedStatement(db, "INSERT INTO \(Self.name) VALUES (1, ?, ?)").run([.bytes(mark.source), .bytes(mark.standing)])
    }

    func remove() throws { try PreparedStatement(db, "DROP TABLE \(Self.name)").run() }
}
