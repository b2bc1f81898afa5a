/// The pairs of a URL's query or of a form's body, in order.
package struct QueryString: Sendable {
    /// How many pairs are read at most.
    package static let maximumPairs = 64

    package let pairs: [(name: String, value: String)]

    package init(_ pairs: [(name: String, value: String)]) { self.pairs = pairs }

    /// Reads `name=value` pairs separated by `&`. A name without `=` has the value `""`; nothing between two `&` is no pair.
    ///
    /// - Parameter plusIsSpace: `true` for the bodies of forms.
    /// - Throws: ``QueryStringError``.
    package init(parsing text: String, plusIsSpace: Bool = false) throws(QueryStringError) {
        try self.init(parsing: Array(text.utf8), plusIsSpace: plusIsSpace)
    }

    /// As ``init(parsing:plusIsSpace:)``, of bytes.
    package init(parsing bytes: [UInt8], plusIsSpace: Bool = false) throws(QueryStringError) {
        var pairs: [(name: String, value: String)] = []
        for piece in bytes.split(separator: UInt8(ascii: "&")) {
            guard pairs.count < Self.maximumPairs else { throw .tooManyPairs }
            let mark = piece.firstIndex(of: UInt8(ascii: "=")) ?? piece.endIndex
            guard let name = PercentEncoding.decode(piece[..<mark], plusIsSpace: plusIsSpace),
                let value = PercentEncoding.decode(piece[mark...].dropFirst(), plusIsSpace: plusIsSpace)
            else { throw .malformed }
            pairs.append((name, value))
        }
        self.pairs = pairs
    }

    /// The pairs percent-encoded, without a leading `?`.
    package var text: String {
        var bytes: [UInt8] = []
        for (index, pair) in pairs.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: "&")) }
            PercentEncoding.append(pair.name, to: &bytes)
            bytes.append(UInt8(ascii: "="))
            PercentEncoding.append(pair.value, to: &bytes)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The value of the first pair of this name, compared byte by byte.
    package subscript(_ name: String) -> String? { pairs.first { $0.name.hasSameBytes(as: name) }?.value }

    /// Every value of this name, in order.
    package func values(_ name: String) -> [String] {
        pairs.compactMap { $0.name.hasSameBytes(as: name) ? $0.value : nil }
    }

    /// The first name that appears more than once, or `nil`.
    package var repeatedName: String? {
        for (index, pair) in pairs.enumerated() where pairs[..<index].contains(where: { $0.name.hasSameBytes(as: pair.name) }) {
            return pair.name
        }
        return nil
    }
}

/// Why a text is not a query. Each case reads as the rest of a sentence.
package enum QueryStringError: Error, Hashable, Sendable, CustomStringConvertible {
    case malformed
    case tooManyPairs

    package var description: String {
        switch self {
        case .malformed: "must be name=value pairs in percent-encoded UTF-8, separated by &"
        case .tooManyPairs: "must have at most \(QueryString.maximumPairs) pairs"
        }
    }
}
