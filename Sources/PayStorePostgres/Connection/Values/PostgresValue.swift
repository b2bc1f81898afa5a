import PayCore

/// The types of values that go to and come from the server. The raw value is the type's object identifier, the same on every server.
package enum PostgresType: UInt32, Sendable {
    case bool = 16
    case bytes = 17
    case int64 = 20
    case text = 25
    case numeric = 1700
    case bools = 1000
    case byteArrays = 1001
    case texts = 1009
    case int64s = 1016
    case numerics = 1231

    /// The type of the elements, if this is an array.
    var element: PostgresType? {
        switch self {
        case .bools: .bool
        case .byteArrays: .bytes
        case .texts: .text
        case .int64s: .int64
        case .numerics: .numeric
        case .bool, .bytes, .int64, .text, .numeric: nil
        }
    }
}

/// A value on its way into a statement.
package enum PostgresValue: Hashable, Sendable {
    /// NULL of whatever type the statement has in its place.
    case null
    case bool(Bool)
    /// `bytea`.
    case bytes([UInt8])
    /// `bigint`.
    case int64(Int64)
    /// Any text, a zero byte included; the server sees that one in another form.
    case text(String)
    /// `NUMERIC` without a fraction, exact.
    case numeric(Int128)
    case bools([Bool?])
    case byteArrays([[UInt8]?])
    case int64s([Int64?])
    case texts([String?])
    case numerics([Int128?])

    /// A time as `bigint`, the nanoseconds since 1970.
    package static func timestamp(_ time: Timestamp) -> PostgresValue { .int64(time.nanoseconds) }

    /// Times as `bigint[]`.
    package static func timestamps(_ times: [Timestamp?]) -> PostgresValue { .int64s(times.map { $0?.nanoseconds }) }

    /// `nil` for NULL.
    var type: PostgresType? {
        switch self {
        case .null: nil
        case .bool: .bool
        case .bytes: .bytes
        case .int64: .int64
        case .text: .text
        case .numeric: .numeric
        case .bools: .bools
        case .byteArrays: .byteArrays
        case .int64s: .int64s
        case .texts: .texts
        case .numerics: .numerics
        }
    }
}
