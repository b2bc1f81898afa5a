import CLibPQ
import PayCore

/// What one statement has returned. It may be kept and read anywhere.
package struct PostgresRows: RandomAccessCollection, Sendable {
    let result: LibPQResult

    package var startIndex: Int { 0 }
    package var endIndex: Int { Int(PQntuples(result.handle)) }
    package subscript(index: Int) -> PostgresRow {
        precondition(indices.contains(index), "a row past the end of a result")
        return PostgresRow(result: result, index: Int32(index))
    }

    /// How many rows the statement has inserted, changed, deleted or returned.
    package var affected: Int { Int(String(cString: PQcmdTuples(result.handle))) ?? 0 }
}

/// A row of a result, read by the index of its columns from 0 on.
///
/// Each function reads one type and throws ``PostgresError/unreadable(column:_:)`` if the column has another, is NULL, or is none of the
/// result's.
package struct PostgresRow: Sendable {
    let result: LibPQResult
    let index: Int32

    package func bool(_ column: Int) throws(PostgresError) -> Bool {
        try read(column, .bool) { reader throws(PostgresUnreadable) in try reader.bool() }
    }

    package func bytes(_ column: Int) throws(PostgresError) -> [UInt8] {
        try read(column, .bytes) { reader throws(PostgresUnreadable) in reader.byteArray() }
    }

    package func int64(_ column: Int) throws(PostgresError) -> Int64 {
        try read(column, .int64) { reader throws(PostgresUnreadable) in try reader.whole(Int64.self) }
    }

    package func text(_ column: Int) throws(PostgresError) -> String {
        try read(column, .text) { reader throws(PostgresUnreadable) in try reader.text() }
    }

    /// A `NUMERIC` that is a whole number of at most 128 bits, sign included.
    package func numeric(_ column: Int) throws(PostgresError) -> Int128 {
        try read(column, .numeric) { reader throws(PostgresUnreadable) in try reader.numeric() }
    }

    /// A `bigint` of nanoseconds since 1970.
    package func timestamp(_ column: Int) throws(PostgresError) -> Timestamp { Timestamp(nanoseconds: try int64(column)) }

    package func bools(_ column: Int) throws(PostgresError) -> [Bool?] {
        try array(column, .bools, of: .bool) { reader throws(PostgresUnreadable) in try reader.bool() }
    }

    package func byteArrays(_ column: Int) throws(PostgresError) -> [[UInt8]?] {
        try array(column, .byteArrays, of: .bytes) { reader throws(PostgresUnreadable) in reader.byteArray() }
    }

    package func int64s(_ column: Int) throws(PostgresError) -> [Int64?] {
        try array(column, .int64s, of: .int64) { reader throws(PostgresUnreadable) in try reader.whole(Int64.self) }
    }

    package func texts(_ column: Int) throws(PostgresError) -> [String?] {
        try array(column, .texts, of: .text) { reader throws(PostgresUnreadable) in try reader.text() }
    }

    package func numerics(_ column: Int) throws(PostgresError) -> [Int128?] {
        try array(column, .numerics, of: .numeric) { reader throws(PostgresUnreadable) in try reader.numeric() }
    }

    package func isNull(_ column: Int) throws(PostgresError) -> Bool { PQgetisnull(result.handle, index, try checked(column)) != 0 }

    /// `nil` if the column is NULL, else what `read` makes of it, as in `row.optional(2, row.text)`.
    package func optional<Value>(
        _ column: Int, _ read: (Int) throws(PostgresError) -> Value
    ) throws(PostgresError) -> Value? {
        try isNull(column) ? nil : try read(column)
    }

    private func array<Element>(
        _ column: Int, _ type: PostgresType, of element: PostgresType,
        _ readElement: (inout BinaryReader) throws(PostgresUnreadable) -> Element
    ) throws(PostgresError) -> [Element?] {
        try read(column, type) { reader throws(PostgresUnreadable) in try reader.array(of: element, readElement) }
    }

    private func read<Value>(
        _ column: Int, _ type: PostgresType, _ readValue: (inout BinaryReader) throws(PostgresUnreadable) -> Value
    ) throws(PostgresError) -> Value {
        let number = try checked(column)
        let found = PQftype(result.handle, number)
        guard found == type.rawValue else { throw unreadable(number, .otherType(expected: type, found: found)) }
        guard PQgetisnull(result.handle, index, number) == 0 else { throw unreadable(number, .null) }
        let length = Int(PQgetlength(result.handle, index, number))
        do {
            // The bytes live as long as the result.
            defer { withExtendedLifetime(result) {} }
            var reader = BinaryReader(UnsafeRawBufferPointer(start: PQgetvalue(result.handle, index, number), count: length))
            return try readValue(&reader)
        } catch {
            throw unreadable(number, error)
        }
    }

    private func checked(_ column: Int) throws(PostgresError) -> Int32 {
        guard column >= 0, column < PQnfields(result.handle) else { throw .unreadable(column: "column \(column)", .noSuchColumn) }
        return Int32(column)
    }

    /// What to throw for a column whose value has the right type and is none that this program writes.
    func unreadable(_ column: Int) -> PostgresError { unreadable(Int32(column), .malformed) }

    private func unreadable(_ column: Int32, _ why: PostgresUnreadable) -> PostgresError {
        .unreadable(column: PQfname(result.handle, column).map { String(cString: $0) } ?? "column \(column)", why)
    }
}
