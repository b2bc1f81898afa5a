import GRDB
import GRDBSQLite

/// A statement of one connection, prepared once and kept in that connection's cache.
///
/// It binds and reads through SQLite's own functions, which costs a fraction of what `Statement`'s arguments and rows cost. Every call
/// leaves the statement reset: one that is not would pin the snapshot of its connection, and later reads would be stale.
struct PreparedStatement {
    /// Keeps the handle alive.
    private let statement: Statement
    private let handle: OpaquePointer

    init(_ db: Database, _ sql: String) throws {
        statement = try db.cachedStatement(sql: sql)
        handle = statement.sqliteStatement
    }

    /// Runs a statement that returns no rows.
    ///
    /// - Returns: how many rows it has changed, if it changes any at all.
    @discardableResult
    func run(_ values: [SQLValue] = []) throws -> Int {
        defer { reset() }
        try bind(values)
        guard try !step() else { throw misuse("a statement that returns rows was run as one that does not") }
        return Int(sqlite3_changes(sqlite3_db_handle(handle)))
    }

    /// Runs a statement that must change exactly one row.
    func runOnOneRow(_ values: [SQLValue]) throws {
        let changed = try run(values)
        guard changed == 1 else { throw misuse("\(changed) rows were changed instead of one") }
    }

    /// The first row, or `nil` if there is none.
    func first<Value>(_ values: [SQLValue] = [], _ read: (Row) throws -> Value) throws -> Value? {
        defer { reset() }
        try bind(values)
        guard try step() else { return nil }
        return try read(Row(handle: handle))
    }

    /// Every row.
    func all<Value>(_ values: [SQLValue] = [], _ read: (Row) throws -> Value) throws -> [Value] {
        var result: [Value] = []
        try each(values) { result.append(try read($0)) }
        return result
    }

    func each(_ values: [SQLValue] = [], _ body: (Row) throws -> Void) throws {
        defer { reset() }
        try bind(values)
        let row = Row(handle: handle)
        while try step() { try body(row) }
    }

    /// Moves to the next row, for who steps through several statements at once and calls ``reset()`` in the end.
    ///
    /// - Returns: `nil` after the last row.
    func next() throws -> Row? { try step() ? Row(handle: handle) : nil }

    func reset() {
        // Both only repeat what an earlier step has reported.
        _ = sqlite3_reset(handle)
        _ = sqlite3_clear_bindings(handle)
    }

    private func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            if code & 0xff == SQLITE_INTERRUPT { throw CancellationError() }
            throw failure(code)
        }
    }

    private func bind(_ values: [SQLValue]) throws {
        guard sqlite3_bind_parameter_count(handle) == values.count else { throw misuse("wrong number of values") }
        var index: Int32 = 0
        for value in values {
            index += 1
            let code =
                switch value {
                case .null: sqlite3_bind_null(handle, index)
                case .integer(let number): sqlite3_bind_int64(handle, index, number)
                case .text(let text): bind(text, at: index)
                case .bytes(let bytes): sqlite3_bind_blob64(handle, index, bytes, UInt64(bytes.count), Self.copied)
                }
            guard code == SQLITE_OK else { throw failure(code) }
        }
    }

    private func bind(_ text: String, at index: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) {
                sqlite3_bind_text64(handle, index, $0.baseAddress, UInt64($0.count), Self.copied, UInt8(SQLITE_UTF8))
            }
        }
    }

    /// SQLITE_TRANSIENT, a macro that Swift does not see: SQLite copies what is bound.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    private func failure(_ code: Int32) -> StoreError {
        .failed(SQLiteFailure(code: code, message: String(cString: sqlite3_errmsg(sqlite3_db_handle(handle)))))
    }

    private func misuse(_ message: String) -> StoreError { .failed(SQLiteFailure(code: SQLITE_MISUSE, message: message)) }
}
