/// Reads values in PostgreSQL's binary format, each from exactly its own bytes. Nothing is rounded and nothing traps.
struct BinaryReader {
    private let bytes: UnsafeRawBufferPointer
    private var offset = 0

    /// - Parameter bytes: must outlive the reader.
    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    mutating func integer<Value: FixedWidthInteger>(_: Value.Type) throws(PostgresUnreadable) -> Value {
        guard bytes.count - offset >= MemoryLayout<Value>.size else { throw .malformed }
        defer { offset += MemoryLayout<Value>.size }
        return Value(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Value.self))
    }

    /// A value that must take up all that is left.
    mutating func whole<Value: FixedWidthInteger>(_ type: Value.Type) throws(PostgresUnreadable) -> Value {
        guard bytes.count - offset == MemoryLayout<Value>.size else { throw .malformed }
        return try integer(type)
    }

    mutating func bool() throws(PostgresUnreadable) -> Bool {
        switch try whole(UInt8.self) {
        case 0: false
        case 1: true
        default: throw .malformed
        }
    }

    mutating func text() throws(PostgresUnreadable) -> String {
        let stored = rest()
        if stored.contains(TextEscape.mark) {
            guard let bytes = TextEscape.undone(stored), let text = String(validating: bytes, as: UTF8.self) else { throw .malformed }
            return text
        }
        guard let text = String(validating: stored, as: UTF8.self) else { throw .malformed }
        return text
    }

    mutating func byteArray() -> [UInt8] { Array(rest()) }

    mutating func numeric() throws(PostgresUnreadable) -> Int128 {
        let count = Int(try integer(UInt16.self))
        let weight = Int(try integer(Int16.self))
        let sign = try integer(UInt16.self)
        // How many digits after the point are shown says nothing about whether they are zeros.
        _ = try integer(UInt16.self)
        guard sign == BinaryNumeric.positive || sign == BinaryNumeric.negative else { throw .notANumber }
        var magnitude: UInt128 = 0
        for index in 0..<count {
            let group = try integer(UInt16.self)
            guard group < 10_000 else { throw .malformed }
            if index > weight {
                guard group == 0 else { throw .fraction }
            } else {
                magnitude = try Self.appending(UInt128(group), to: magnitude)
            }
        }
        guard offset == bytes.count else { throw .malformed }
        // Zero groups at the end are not sent. Without this check a zero of a large weight would take a while.
        if magnitude > 0, weight >= count { for _ in count...weight { magnitude = try Self.appending(0, to: magnitude) } }
        return try Self.signed(magnitude, negative: sign == BinaryNumeric.negative)
    }

    /// The elements of an array of one dimension, each read from its own bytes.
    mutating func array<Element>(
        of type: PostgresType, _ readElement: (inout BinaryReader) throws(PostgresUnreadable) -> Element
    ) throws(PostgresUnreadable) -> [Element?] {
        let dimensions = try integer(Int32.self)
        // Whether there are NULLs shows in the elements themselves.
        _ = try integer(Int32.self)
        let found = try integer(UInt32.self)
        guard found == type.rawValue else { throw .otherType(expected: type, found: found) }
        guard dimensions > 0 else { return [] }
        guard dimensions == 1 else { throw .malformed }
        let count = try integer(Int32.self)
        _ = try integer(Int32.self)
        // Each element has at least its length.
        guard count >= 0, Int(count) <= (bytes.count - offset) / 4 else { throw .malformed }
        var elements: [Element?] = []
        elements.reserveCapacity(Int(count))
        for _ in 0..<count {
            let length = Int(try integer(Int32.self))
            guard length >= 0 else {
                elements.append(nil)
                continue
            }
            guard length <= bytes.count - offset else { throw .malformed }
            var element = BinaryReader(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length]))
            elements.append(try readElement(&element))
            offset += length
        }
        guard offset == bytes.count else { throw .malformed }
        return elements
    }

    private mutating func rest() -> Slice<UnsafeRawBufferPointer> {
        defer { offset = bytes.count }
        return bytes[offset...]
    }

    private static func appending(_ group: UInt128, to magnitude: UInt128) throws(PostgresUnreadable) -> UInt128 {
        let (product, tooLarge) = magnitude.multipliedReportingOverflow(by: 10_000)
        let (sum, overflow) = product.addingReportingOverflow(group)
        guard !tooLarge, !overflow else { throw .outOfRange }
        return sum
    }

    private static func signed(_ magnitude: UInt128, negative: Bool) throws(PostgresUnreadable) -> Int128 {
        if negative, magnitude == Int128.min.magnitude { return .min }
        guard let value = Int128(exactly: magnitude) else { throw .outOfRange }
        return negative ? -value : value
    }
}
