extension JSONParser {
    /// Reads a string from its opening quote to behind its closing one. Without escapes, which is nearly always, it is one copy.
    mutating func parseString() throws(JSONError) -> String {
        position += 1
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                let text = String(decoding: bytes[start..<position], as: UTF8.self)
                position += 1
                return text
            case UInt8(ascii: "\\"): return try parseEscapedString(from: start)
            case 0x00...0x1F: throw error(.controlCharacter)
            case 0x80...0xFF: try skipScalar()
            default: position += 1
            }
        }
        throw error(.unexpectedEnd)
    }

    /// Goes on with a string whose first escape is at the current position.
    private mutating func parseEscapedString(from start: Int) throws(JSONError) -> String {
        var text = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text.append(contentsOf: String(try parseEscape()).utf8)
            case 0x00...0x1F: throw error(.controlCharacter)
            case 0x80...0xFF:
                let first = position
                try skipScalar()
                text.append(contentsOf: bytes[first..<position])
            default:
                text.append(byte)
                position += 1
            }
        }
        throw error(.unexpectedEnd)
    }

    private mutating func parseEscape() throws(JSONError) -> Unicode.Scalar {
        let start = position
        position += 1
        let byte = current
        guard byte == UInt8(ascii: "u") else {
            guard let scalar = Self.shortEscape(byte) else { throw JSONError(reason: .invalidEscape, offset: start) }
            position += 1
            return scalar
        }
        position += 1
        let first = try parseFourHexDigits(ofEscapeAt: start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        // Not a scalar, so a surrogate: only a high one directly before a low one means something.
        guard first < 0xDC00, current == UInt8(ascii: "\\"), position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "u") else {
            throw JSONError(reason: .loneSurrogate, offset: start)
        }
        let second = position
        position += 2
        let low = try parseFourHexDigits(ofEscapeAt: second)
        guard (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(first - 0xD800) << 10) + UInt32(low - 0xDC00))
        else { throw JSONError(reason: .loneSurrogate, offset: start) }
        return scalar
    }

    private static func shortEscape(_ byte: UInt8) -> Unicode.Scalar? {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): Unicode.Scalar(byte)
        case UInt8(ascii: "b"): "\u{08}"
        case UInt8(ascii: "f"): "\u{0C}"
        case UInt8(ascii: "n"): "\n"
        case UInt8(ascii: "r"): "\r"
        case UInt8(ascii: "t"): "\t"
        default: nil
        }
    }

    private mutating func parseFourHexDigits(ofEscapeAt start: Int) throws(JSONError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = Hex.value(of: current) else { throw JSONError(reason: .invalidEscape, offset: start) }
            value = value << 4 | UInt16(digit)
            position += 1
        }
        return value
    }

    /// Steps over one scalar of two to four bytes as RFC 3629 allows them: shortest form, no surrogates, at most U+10FFFF.
    private mutating func skipScalar() throws(JSONError) {
        guard let length = UTF8Sequence.length(of: bytes, at: position) else { throw error(.invalidUTF8) }
        position += length
    }
}
