/// Writes values in PostgreSQL's binary format, which is also its fastest: no text is made here and none parsed there.
struct BinaryWriter {
    private(set) var bytes: [UInt8] = []

    /// Writes a value that is not NULL; NULL has no bytes.
    mutating func write(_ value: PostgresValue) {
        switch value {
        case .null: break
        case .bool(let value): write(value)
        case .bytes(let value): bytes += value
        case .int64(let value): writeInteger(value)
        case .text(let value): writeText(value)
        case .numeric(let value): writeNumeric(value)
        case .bools(let values): writeArray(values, of: .bool) { $0.write($1) }
        case .byteArrays(let values): writeArray(values, of: .bytes) { $0.bytes += $1 }
        case .int64s(let values): writeArray(values, of: .int64) { $0.writeInteger($1) }
        case .texts(let values): writeArray(values, of: .text) { $0.writeText($1) }
        case .numerics(let values): writeArray(values, of: .numeric) { $0.writeNumeric($1) }
        }
    }

    /// Big-endian, as everything in the protocol.
    mutating func writeInteger(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { bytes += $0 }
    }

    /// UTF-8, but that PostgreSQL's text cannot hold a zero byte: see ``TextEscape``.
    private mutating func writeText(_ text: String) {
        guard text.utf8.contains(where: TextEscape.concerns) else {
            bytes += text.utf8
            return
        }
        for byte in text.utf8 {
            if TextEscape.concerns(byte) { bytes.append(TextEscape.mark) }
            bytes.append(byte == 0 ? TextEscape.zero : byte)
        }
    }

    private mutating func write(_ value: Bool) { bytes.append(value ? 1 : 0) }

    /// A sign and groups of four decimal digits, the highest first.
    private mutating func writeNumeric(_ value: Int128) {
        var groups: [UInt16] = []
        var rest = value.magnitude
        while rest > 0 {
            let (quotient, group) = rest.quotientAndRemainder(dividingBy: 10_000)
            groups.append(UInt16(group))
            rest = quotient
        }
        writeInteger(UInt16(groups.count))
        // The weight is the power of 10,000 of the first group.
        writeInteger(Int16(groups.isEmpty ? 0 : groups.count - 1))
        writeInteger(value < 0 ? BinaryNumeric.negative : BinaryNumeric.positive)
        // No digits after the point.
        writeInteger(UInt16(0))
        for group in groups.reversed() { writeInteger(group) }
    }

    private mutating func writeArray<Element>(
        _ elements: [Element?], of type: PostgresType, _ writeElement: (inout BinaryWriter, Element) -> Void
    ) {
        writeInteger(Int32(elements.isEmpty ? 0 : 1))
        writeInteger(Int32(elements.contains { $0 == nil } ? 1 : 0))
        writeInteger(type.rawValue)
        guard !elements.isEmpty else { return }
        writeInteger(Int32(elements.count))
        // Arrays count from 1.
        writeInteger(Int32(1))
        for element in elements {
            guard let element else {
                writeInteger(Int32(-1))
                continue
            }
            let start = bytes.count
            writeInteger(Int32(0))
            writeElement(&self, element)
            let length = UInt32(bytes.count - start - 4)
            for index in 0..<4 { bytes[start + index] = UInt8(truncatingIfNeeded: length >> (24 - 8 * index)) }
        }
    }
}

/// How text with a zero byte, which JSON allows and PostgreSQL does not, is stored: the control character SUBSTITUTE stands before a `0` for
/// a zero byte, and before another SUBSTITUTE for itself. All other text is stored as it is.
enum TextEscape {
    static let mark: UInt8 = 0x1a
    static let zero = UInt8(ascii: "0")

    static func concerns(_ byte: UInt8) -> Bool { byte == 0 || byte == mark }

    /// - Returns: `nil` if the bytes were not written so.
    static func undone(_ bytes: some Sequence<UInt8>) -> [UInt8]? {
        var undone: [UInt8] = []
        var isMarked = false
        for byte in bytes {
            if isMarked {
                guard byte == mark || byte == zero else { return nil }
                undone.append(byte == zero ? 0 : byte)
            } else if byte != mark {
                undone.append(byte)
            }
            isMarked = !isMarked && byte == mark
        }
        return isMarked ? nil : undone
    }
}

/// The signs of PostgreSQL's binary `NUMERIC`. Any other stands for what is no finite number.
enum BinaryNumeric {
    static let positive: UInt16 = 0x0000
    static let negative: UInt16 = 0x4000
}
