/// Percent-encoding of text in UTF-8 (RFC 3986): everything but letters, digits and `-._~` is escaped, in upper case.
package enum PercentEncoding {
    package static func encode(_ text: String) -> String {
        var bytes: [UInt8] = []
        append(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    static func append(_ text: String, to bytes: inout [UInt8]) {
        for byte in text.utf8 {
            if isUnreserved(byte) {
                bytes.append(byte)
            } else {
                bytes.append(UInt8(ascii: "%"))
                bytes.append(Hex.upperDigit(byte >> 4))
                bytes.append(Hex.upperDigit(byte & 0x0F))
            }
        }
    }

    /// - Parameter plusIsSpace: what `+` stands for: a space in the bodies of forms, itself elsewhere.
    /// - Returns: `nil` if an escape is malformed, if the bytes are not UTF-8, or if the text holds anything but printable ASCII.
    package static func decode(_ text: String, plusIsSpace: Bool = false) -> String? {
        decode(Array(text.utf8)[...], plusIsSpace: plusIsSpace)
    }

    static func decode(_ text: ArraySlice<UInt8>, plusIsSpace: Bool) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            switch text[index] {
            case UInt8(ascii: "%"):
                guard let byte = escapedByte(in: text, at: index) else { return nil }
                bytes.append(byte)
                index += 3
            case UInt8(ascii: "+") where plusIsSpace:
                bytes.append(UInt8(ascii: " "))
                index += 1
            case 0x21...0x7E:
                bytes.append(text[index])
                index += 1
            default: return nil
            }
        }
        return UTF8Sequence.text(bytes)
    }

    /// The byte of the escape whose `%` is at `index`, or `nil` if two digits do not follow.
    static func escapedByte(in text: ArraySlice<UInt8>, at index: Int) -> UInt8? {
        guard text.endIndex - index > 2, let high = Hex.value(of: text[index + 1]), let low = Hex.value(of: text[index + 2]) else {
            return nil
        }
        return high << 4 | low
    }

    static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
