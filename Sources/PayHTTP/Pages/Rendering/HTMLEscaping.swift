import Mustache

/// How the pages' templates escape what they show, one Unicode scalar at a time.
///
/// Mustache's own escaping goes by `Character`, so that it misses a `"` or `<` that shares its grapheme cluster with a combining mark or
/// a prepended sign: `"\u{301} onfocus=…` would close an attribute and `\u{600}<script>` open an element.
struct HTMLEscaping: MustacheContentType {
    /// The name by which templates ask for it.
    static let pragma = "PAGE"

    func escapeText(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
            case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
            case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
            case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
            case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
            case "\t", "\n": escaped.append(scalar)
            // HTML allows no other control characters, and a bare carriage return would be read as a new line.
            case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}": escaped.append("\u{FFFD}")
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
