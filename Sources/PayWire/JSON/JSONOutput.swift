/// The bytes behind ``JSONWriter``, in memory of its own: with an array, checks for uniqueness and bounds cost more than the writing.
struct JSONOutput: ~Copyable {
    private var start: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var count = 0

    init(capacity: Int) {
        self.capacity = max(capacity, 64)
        start = .allocate(capacity: self.capacity)
    }

    deinit { start.deallocate() }

    /// Everything written so far.
    var bytes: [UInt8] { Array(UnsafeBufferPointer(start: start, count: count)) }

    /// Every write comes after this one check; it grows by doubling.
    @inline(__always)
    private mutating func makeRoom(for more: Int) {
        if capacity - count < more { grow(for: more) }
    }

    private mutating func grow(for more: Int) {
        capacity += max(more, capacity)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: start, count: count)
        start.deallocate()
        start = larger
    }

    mutating func append(_ byte: UInt8) {
        makeRoom(for: 1)
        start[count] = byte
        count += 1
    }

    mutating func append(_ raw: [UInt8]) {
        raw.withUnsafeBufferPointer { append($0) }
    }

    /// Appends a word of ASCII.
    mutating func append(_ word: StaticString) {
        append(UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }

    private mutating func append(_ source: UnsafeBufferPointer<UInt8>) {
        guard let first = source.baseAddress else { return }
        makeRoom(for: source.count)
        (start + count).update(from: first, count: source.count)
        count += source.count
    }

    /// Appends a JSON string.
    mutating func append(quoting text: String) {
        var text = text
        append(UInt8(ascii: "\""))
        text.withUTF8 { utf8 in
            if Self.isPlain(utf8) {
                append(utf8)
            } else {
                for byte in utf8 { append(escaping: byte) }
            }
        }
        append(UInt8(ascii: "\""))
    }

    /// Whether no byte needs an escape. Most texts are names and amounts, so this looks at eight bytes at a time.
    private static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let bytes = UnsafeRawBufferPointer(text)
        guard bytes.count >= 8 else { return !text.contains(where: needsEscape) }
        var index = 0
        while index < bytes.count {
            // The last eight overlap those before them.
            let word = bytes.loadUnaligned(fromByteOffset: min(index, bytes.count - 8), as: UInt64.self)
            guard !holdsEscape(word) else { return false }
            index += 8
        }
        return true
    }

    /// Each term has a byte's top bit set if the byte, or one before it, is below 0x20, a quote, a backslash.
    private static func holdsEscape(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
        let backslash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
        let control = (word &- (ones &* 0x20)) & ~word
        let found = control | ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)
        return found & (ones &* 0x80) != 0
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
        // A sign and 19 digits are the longest. The digits come from the last to the first, so they are moved up afterwards.
        makeRoom(for: 21)
        if value < 0 { append(UInt8(ascii: "-")) }
        let end = count + 20
        var first = end
        var rest = value.magnitude
        repeat {
            first -= 1
            start[first] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        (start + count).update(from: start + first, count: end - first)
        count += end - first
    }
}
