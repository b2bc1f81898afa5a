import NIOHTTP1
import PayDomain

/// What is kept of an answer's header fields for the app's developers to read: in their order, bounded, without line breaks and control
/// characters, and without what may be a secret.
enum KeptHeaders {
    /// Of all names and values together, with the separators of their lines.
    static let maximumBytes = 2 * 1_024
    /// Of one name or one value, with the mark of its cut.
    static let maximumTextBytes = 1_024
    /// Stands in the place of a value that may be a secret.
    static let hidden = "(hidden)"
    /// Ends a text that went on.
    static let cutMark = "… (cut)"

    static func kept(of headers: HTTPHeaders) -> [CallbackHeader] {
        var remaining = maximumBytes
        var kept: [CallbackHeader] = []
        for (name, value) in headers {
            let name = text(name, maximumBytes: min(remaining, maximumTextBytes))
            // ": " and the line's end.
            remaining -= name.utf8.count + 3
            let value =
                isSecret(name) || isAddressWithSecrets(name, value) ? hidden : text(value, maximumBytes: min(remaining, maximumTextBytes))
            remaining -= value.utf8.count
            guard remaining >= 0 else { break }
            kept.append(CallbackHeader(name: name, value: value))
        }
        return kept
    }

    private static let secretWords = ["token", "secret", "key", "password", "session", "auth", "cookie"]

    private static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        return name.hasPrefix("proxy-") || secretWords.contains { name.contains($0) }
    }

    /// Whether it is an address that names a user, or has a query.
    private static func isAddressWithSecrets(_ name: String, _ value: String) -> Bool {
        ["location", "content-location", "refresh", "link"].contains(name.lowercased()) && value.contains { $0 == "@" || $0 == "?" }
    }

    /// The text, printable and within the limit; if it is cut, its end says so.
    private static func text(_ text: String, maximumBytes: Int) -> String {
        var printable = String.UnicodeScalarView()
        printable.append(contentsOf: text.unicodeScalars.lazy.map { isPrintable($0) ? $0 : "\u{FFFD}" })
        guard printable.reduce(0, { $0 + UTF8.width($1) }) > maximumBytes else { return String(printable) }
        var start = String.UnicodeScalarView()
        var space = maximumBytes - cutMark.utf8.count
        for scalar in printable {
            space -= UTF8.width(scalar)
            guard space >= 0 else { break }
            start.append(scalar)
        }
        return String(start) + cutMark
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
        default: true
        }
    }
}
