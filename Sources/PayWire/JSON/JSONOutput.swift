/// The bytes behind ``JSONWriter``: a buffer that is larger than what it holds, so that a text costs one check for room and one copy.
struct JSONOutput: Sendable {
    private var buffer: [UInt8]
    private var count = 0

    init(capacity: Int) { buffer = Array(repeating: 0, count: max(capacity, 64)) }

    /// Everything written so far.
    var bytes: [UInt8] { Array(buffer[..<count]) }

    private mutating func makeRoom(for more: Int) {
        guard buffer.count - count < more else { return }
        buffer.append(contentsOf: repeatElement(0, count: max(more, buffer.count)))
    }

    mutating func append(_ byte: UInt8) {
        makeRoom(for: 1)
        buffer[count] = byte
        count += 1
    }

    mutating func append(_ raw: [UInt8]) {
        makeRoom(for: raw.count)
        buffer.replaceSubrange(count..<count + raw.count, with: raw)
        count += raw.count
    }

    /// Appends a word of ASCII.
    mutating func append(_ word: StaticString) {
        for index in 0..<word.utf8CodeUnitCount { append(word.utf8Start[index]) }
    }

    /// Appends a JSON string.
    mutating func append(quoting text: String) {
        var text = text
        text.withUTF8 { utf8 in
            makeRoom(for: utf8.count + 2)
            let isPlain = buffer.withUnsafeMutableBufferPointer { buffer in
                Self.copyPlain(utf8, to: UnsafeMutableBufferPointer(rebasing: buffer[(count + 1)...]))
            }
            buffer[count] = UInt8(ascii: "\"")
            if isPlain {
                count += utf8.count + 1
            } else {
                count += 1
                for byte in utf8 { append(escaping: byte) }
            }
        }
        append(UInt8(ascii: "\""))
    }

    /// Copies text while no byte of it needs an escape, eight at a time.
    ///
    /// - Parameter target: has room for all of `source`.
    /// - Returns: whether all was copied.
    private static func copyPlain(_ source: UnsafeBufferPointer<UInt8>, to target: UnsafeMutableBufferPointer<UInt8>) -> Bool {
        precondition(target.count >= source.count, "there is room for the text")
        let from = UnsafeRawBufferPointer(source)
        let to = UnsafeMutableRawBufferPointer(target)
        var index = 0
        while index + 8 <= from.count {
            let word = from.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            guard !holdsEscape(word) else { return false }
            to.storeBytes(of: word, toByteOffset: index, as: UInt64.self)
            index += 8
        }
        while index < from.count {
            guard !needsEscape(from[index]) else { return false }
            to[index] = from[index]
            index += 1
        }
        return true
    }

    /// Whether one of eight bytes needs an escape: each term has a byte's top bit set if the byte is below 0x20, a quote, a backslash.
    private static func holdsEscape(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ ones &* UInt64(UInt8(ascii: "\""))
        let backslash = word ^ ones &* UInt64(UInt8(ascii: "\\"))
        let control = (word &- ones &* 0x20) & ~word
        return (control | (quote &- ones) & ~quote | (backslash &- ones) & ~backslash) & ones &* 0x80 != 0
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func append(escaping byte: UInt8) {
        guard Self.needsEscape(byte) else { return append(byte) }
        append(UInt8(ascii: "\\"))
        guard byte < 0x20 else { return append(byte) }
        append("u00")
        append(Hex.digit(byte >> 4))
        append(Hex.digit(byte & 0x0F))
    }

    mutating func append(decimal value: Int64) {
        var digits = 1
        var rest = value.magnitude
        while rest >= 10 {
            rest /= 10
            digits += 1
        }
        makeRoom(for: digits + 1)
        if value < 0 { append(UInt8(ascii: "-")) }
        rest = value.magnitude
        for index in stride(from: count + digits - 1, through: count, by: -1) {
            buffer[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += digits
    }
}
