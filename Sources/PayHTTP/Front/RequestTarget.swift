/// The request target: a path in origin form that has exactly one spelling, and a query that passes as it is.
///
/// Only one spelling of a path is served, because signatures cover the path as sent while routers, proxies and caches normalise it: two
/// spellings of one route are two readings of one request.
enum RequestTarget {
    /// Why `target` is not served, or `nil` when it is.
    ///
    /// 400 for what is not origin form (absolute form, authority form, `*`). 404 for empty segments (`//`), `.` and `..` segments,
    /// path parameters (`;`), a fragment, bytes that a path may not hold bare, and percent-escapes that are broken or stand for an
    /// unreserved character, a slash, a backslash or a control byte. One slash at the end is allowed.
    static func refusal(of target: String) -> Refusal? {
        target.withUTF8Bytes { bytes in
            guard bytes.first == UInt8(ascii: "/") else { return .invalidTarget }
            guard let pathEnd = endOfServedPath(bytes) else { return .unservedPath }
            // Printable ASCII and no fragment is all that the front asks of a query; the endpoints parse it.
            for byte in bytes[pathEnd...] where byte == UInt8(ascii: "#") || byte &- 0x21 > 0x5d {
                return .unservedPath
            }
            return nil
        }
    }

    /// The index where the path ends, if it is one that can be served.
    private static func endOfServedPath(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var segmentStart = 1
        var index = 1
        while index < bytes.endIndex {
            switch bytes[index] {
            case UInt8(ascii: "?"):
                return isServedSegment(bytes[segmentStart..<index], isLast: true) ? index : nil
            case UInt8(ascii: "/"):
                guard isServedSegment(bytes[segmentStart..<index], isLast: false) else { return nil }
                segmentStart = index + 1
            case UInt8(ascii: "%"):
                guard isServedEscape(bytes, at: index) else { return nil }
                index += 2
            case let byte:
                guard isServedBare(byte) else { return nil }
            }
            index += 1
        }
        return isServedSegment(bytes[segmentStart...], isLast: true) ? index : nil
    }

    private static func isServedSegment(_ segment: Slice<UnsafeBufferPointer<UInt8>>, isLast: Bool) -> Bool {
        switch segment.count {
        case 0: isLast
        case 1, 2: !segment.allSatisfy { $0 == UInt8(ascii: ".") }
        default: true
        }
    }

    private static func isServedEscape(_ bytes: UnsafeBufferPointer<UInt8>, at percent: Int) -> Bool {
        guard percent + 2 < bytes.endIndex,
            let high = ASCII.hexDigit(bytes[percent + 1]),
            let low = ASCII.hexDigit(bytes[percent + 2])
        else { return false }
        let byte = high << 4 | low
        switch byte {
        case UInt8(ascii: "/"), UInt8(ascii: "\\"), ...0x1f, 0x7f: return false
        default: return !ASCII.isUnreserved(byte)
        }
    }

    /// RFC 3986's `pchar` without the percent-escape and without the semicolon.
    private static func isServedBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "@"):
            true
        default:
            ASCII.isUnreserved(byte)
        }
    }
}
