/// Texts of strangers on their way to a terminal.
package enum TerminalText {
    /// The text on one line, with everything spelt out that a terminal might act upon or that cannot be seen: control characters of both
    /// blocks, line ends, marks that turn the direction of writing, and whatever Unicode leaves open.
    package static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if isHarmless(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                result += spelt(scalar)
            }
        }
        return result
    }

    /// The same line by line, each behind a mark, so that no line can look like one of ours.
    package static func block(_ text: String, indent: String) -> String {
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map { "\(indent)| \(escaped(String(Substring($0))))" }.joined(separator: "\n")
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }

    private static func spelt(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        }
    }
}
