import GRDBSQLite
import PayCore
import PayLedger

/// The row that a statement stands on. It is gone with the statement's next step.
struct Row {
    let handle: OpaquePointer

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    func text(_ column: Int32) -> String {
        guard let start = sqlite3_column_text(handle, column) else { return "" }
        return String(decoding: UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))), as: UTF8.self)
    }

    func bytes(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }

    /// `nil` if the column is null, else what `read` makes of it.
    func optional<Value>(_ column: Int32, _ read: (Int32) throws -> Value) rethrows -> Value? {
        isNull(column) ? nil : try read(column)
    }

    /// - Throws: ``StoreError/unreadable(column:)`` if `value` is `nil`: the column holds what this program never writes.
    func valid<Value>(_ value: Value?, _ column: Int32) throws -> Value {
        guard let value else { throw StoreError.unreadable(column: name(column)) }
        return value
    }

    func name(_ column: Int32) -> String { sqlite3_column_name(handle, column).map { String(cString: $0) } ?? "column \(column)" }
}

extension Row {
    func flag(_ column: Int32) -> Bool { integer(column) != 0 }
    func time(_ column: Int32) -> Timestamp { Timestamp(nanoseconds: integer(column)) }
    func amount(_ column: Int32) throws -> Amount { try valid(Amount(unitsText: text(column)), column) }
    func app(_ column: Int32) throws -> AppID { try valid(AppID(text(column)), column) }
    func tradeNo(_ column: Int32) throws -> TradeNo { try valid(TradeNo(text(column)), column) }
    func user(_ column: Int32) throws -> UserID { try valid(UserID(integer(column)), column) }
    func coin(_ column: Int32) throws -> CoinID { try valid(Int(exactly: integer(column)).flatMap(CoinID.init), column) }

    /// The account that the three columns from `column` on name.
    func account(_ column: Int32) throws -> AccountKey {
        AccountKey(
            owner: try valid(AccountOwner(number: integer(column)), column),
            book: try valid(Book(rawValue: Int(integer(column + 1))), column + 1),
            coin: try coin(column + 2)
        )
    }
}
