/// UTF-8 by the table of RFC 3629.
enum UTF8Sequence {
    /// The length of the sequence of two to four bytes that begins at `start`.
    ///
    /// - Returns: `nil` if none does: a stray or missing continuation byte, a longer form than needed, a surrogate, more than U+10FFFF.
    static func length(of bytes: [UInt8], at start: Int) -> Int? {
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch bytes[start] {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        case 0xF1...0xF3: length = 4
        default: return nil
        }
        guard bytes.count - start >= length, second.contains(bytes[start + 1]) else { return nil }
        for index in start + 2..<start + length {
            guard (0x80...0xBF).contains(bytes[index]) else { return nil }
        }
        return length
    }

    /// The text of bytes that are valid UTF-8 throughout, else `nil`.
    static func text(_ bytes: [UInt8]) -> String? {
        var position = 0
        while position < bytes.count {
            if bytes[position] < 0x80 {
                position += 1
            } else {
                guard let length = length(of: bytes, at: position) else { return nil }
                position += length
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension String {
    /// Whether both are the same bytes in UTF-8. `==` would call texts equal that are only canonically equivalent.
    func hasSameBytes(as other: String) -> Bool {
        let count = utf8.count
        guard other.utf8.count == count else { return false }
        let isSame = utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable { right in
                var difference: UInt8 = 0
                for index in 0..<count { difference |= left[index] ^ right[index] }
                return difference == 0
            }
        }
        return (isSame ?? nil) ?? utf8.elementsEqual(other.utf8)
    }
}
