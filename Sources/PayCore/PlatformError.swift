/// A refusal: the caller's mistake or a rule of the platform, never a fault of ours. Nothing has changed when one is thrown.
package struct PlatformError: Error, Hashable, Sendable, CustomStringConvertible {
    package let code: PlatformCode
    /// The offending field in the protocol's spelling, if one field is to blame.
    package let field: String?
    /// A sentence in English: what was wrong and what would be right. It begins with the field's name if there is one, and never
    /// repeats what the caller sent.
    package let message: String

    package init(_ code: PlatformCode, field: String? = nil, _ message: String) {
        self.code = code
        self.field = field
        self.message = field.map { "\($0) \(message)" } ?? message
    }

    package var description: String { "\(code.rawValue): \(message)" }

    /// Code 8 for one field; `message` reads as the rest of a sentence that begins with the field's name.
    package static func badParameter(_ field: String, _ message: String) -> PlatformError {
        PlatformError(.badParameter, field: field, message)
    }
}
