/// The `Accept-Language` header (RFC 9110, 12.5.4).
enum AcceptLanguage {
    /// What is read of a header: more can only be an attempt to keep the parser busy.
    static let maximumBytes = 512
    static let maximumRanges = 32
    /// Longer than any tag that names a language of people.
    static let maximumTagLength = 35

    struct Range: Hashable, Sendable {
        let tag: String
        /// Thousandths, 0 to 1000.
        let weight: Int
    }

    /// The ranges of a header, heaviest first, in the header's order among equals. What cannot be read is left out.
    static func ranges(_ header: String) -> [Range] {
        let bytes = Array(header.utf8.prefix(maximumBytes))
        let ranges = bytes.split(separator: UInt8(ascii: ","), maxSplits: maximumRanges, omittingEmptySubsequences: true)
            .prefix(maximumRanges).compactMap(range)
        return ranges.enumerated()
            .sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
            .map(\.element)
    }

    static func equalIgnoringCase(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
        left.count == right.count && zip(left, right).allSatisfy { lowercased($0) == lowercased($1) }
    }

    private static func range(_ bytes: ArraySlice<UInt8>) -> Range? {
        let pieces = bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map(trimmed)
        guard let tag = pieces.first, isTag(tag), pieces.count <= 2 else { return nil }
        var weight = 1000
        if pieces.count == 2 {
            let q = pieces[1]
            guard q.count >= 3, lowercased(q[q.startIndex]) == UInt8(ascii: "q"), q[q.startIndex + 1] == UInt8(ascii: "="),
                let read = thousandths(q.dropFirst(2))
            else { return nil }
            weight = read
        }
        return Range(tag: String(decoding: tag, as: UTF8.self), weight: weight)
    }

    /// `0`, `1`, `0.` to `1.000`: a digit, and at most three after a point.
    private static func thousandths(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard let first = bytes.first, first == UInt8(ascii: "0") || first == UInt8(ascii: "1") else { return nil }
        var value = first == UInt8(ascii: "1") ? 1000 : 0
        let rest = bytes.dropFirst()
        guard let point = rest.first else { return value }
        let digits = rest.dropFirst()
        guard point == UInt8(ascii: "."), digits.count <= 3 else { return nil }
        var place = 100
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value += Int(digit - UInt8(ascii: "0")) * place
            place /= 10
        }
        return value <= 1000 ? value : nil
    }

    private static func isTag(_ bytes: ArraySlice<UInt8>) -> Bool {
        (1...maximumTagLength).contains(bytes.count)
            && bytes.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lowercased(byte))
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "*")
            }
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isSpace: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        var rest = bytes.drop(while: isSpace)
        while let last = rest.last, isSpace(last) { rest.removeLast() }
        return rest
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
