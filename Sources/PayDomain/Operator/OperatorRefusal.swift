import PayCore

/// Why an operator's command was not carried out: a mistake in it, or a rule that forbids it. Nothing has changed.
///
/// Unlike ``PayCore/PlatformError``, whose texts go to strangers, it may repeat what the operator wrote.
package struct OperatorRefusal: Error, Hashable, Codable, Sendable, CustomStringConvertible {
    /// A number out of the protocol's section 8.
    package let code: Int
    /// The field to blame, in the protocol's spelling, if one is.
    package let field: String?
    /// Whole sentences: what is wrong and what would be right.
    package let message: String
    /// What to do next, if anything helps.
    package let advice: String?

    package init(_ code: PlatformCode, field: String? = nil, _ message: String, advice: String? = nil) {
        self.code = code.rawValue
        self.field = field
        self.message = message
        self.advice = advice
    }

    package var description: String { advice.map { "\(message)\n\($0)" } ?? message }

    /// Code 8 for one field; `message` reads as the rest of a sentence that begins with the field's name.
    static func wrong(_ field: String, _ message: String, advice: String? = nil) -> OperatorRefusal {
        OperatorRefusal(.badParameter, field: field, "\(field) \(message).", advice: advice)
    }
}

/// A text as it stands in a message: in quotes, cut to a length that fits a line, with everything spelt out that a terminal might act upon.
package func quoted(_ text: String) -> String {
    let maximum = 80
    let scalars = text.unicodeScalars
    guard scalars.count > maximum else { return TerminalText.escaped(text.debugDescription) }
    return TerminalText.escaped(String(String.UnicodeScalarView(scalars.prefix(maximum))).debugDescription) + "…"
}
