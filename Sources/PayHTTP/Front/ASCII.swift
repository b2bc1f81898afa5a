/// Byte classes of HTTP's grammar. Everything here works on bytes: comparing Swift strings would compare by Unicode equivalence.
enum ASCII {
    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- UInt8(ascii: "a") < 26 }

    /// RFC 3986, section 2.3: the characters that never need percent-encoding.
    static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        default: isAlphanumeric(byte)
        }
    }

    /// The value of a hexadecimal digit, in either case.
    static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// Whether every byte is printable ASCII, a space or a tab. Without an early exit, so that the compiler vectorises the loop: the
    /// common case reads to the end anyway.
    static func isPrintable(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var refused: UInt8 = 0
        for byte in bytes {
            refused |= (byte &- 0x20 > 0x5e && byte != 0x09) ? 1 : 0
        }
        return refused == 0
    }

    /// `bytes` without the spaces and tabs at both ends (RFC 9110, section 5.5: they are not part of a field's value).
    static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var first = bytes.startIndex
        var end = bytes.endIndex
        while first < end, isBlank(bytes[first]) { first += 1 }
        while end > first, isBlank(bytes[end - 1]) { end -= 1 }
        return UnsafeBufferPointer(rebasing: bytes[first..<end])
    }

    /// Whether `bytes` spell `word`, ignoring the case of letters. `word` is lower-case ASCII.
    static func equals(_ bytes: UnsafeBufferPointer<UInt8>, ignoringCase word: StaticString) -> Bool {
        guard bytes.count == word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { wanted in
            for index in 0..<wanted.count where lowercased(bytes[index]) != wanted[index] {
                return false
            }
            return true
        }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 { byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

extension String {
    /// The string's UTF-8 bytes in place, without a copy for every string that Swift itself has made.
    func withUTF8Bytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = self.utf8.withContiguousStorageIfAvailable(body) { return result }
        var contiguous = self
        return contiguous.withUTF8(body)
    }
}
