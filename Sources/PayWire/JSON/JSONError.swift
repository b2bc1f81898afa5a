/// Why bytes are not a JSON object that the platform reads, and at which byte it shows. It never holds what was sent.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Reason: Hashable, Sendable {
        case notAnObject
        case unexpectedEnd
        case unexpectedByte
        case invalidUTF8
        case controlCharacter
        case invalidEscape
        case loneSurrogate
        case malformedNumber
        case duplicateName
        case tooDeep
        case tooManyMembers
        case trailingBytes
    }

    package let reason: Reason
    /// Counted from 0.
    package let offset: Int

    package init(reason: Reason, offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    /// The rest of a sentence that begins with what was parsed, such as "The body".
    package var description: String { "must be one JSON object in UTF-8: \(detail) at byte \(offset)" }

    private var detail: String {
        switch reason {
        case .notAnObject: "no object begins"
        case .unexpectedEnd: "it ends too early,"
        case .unexpectedByte: "this cannot stand"
        case .invalidUTF8: "invalid UTF-8"
        case .controlCharacter: "a control character that is not escaped"
        case .invalidEscape: "an escape that JSON does not have"
        case .loneSurrogate: "half of a surrogate pair"
        case .malformedNumber: "a malformed number"
        case .duplicateName: "a member's name appears a second time"
        case .tooDeep: "nested deeper than \(JSONParser.maximumDepth) levels"
        case .tooManyMembers: "an object with more than \(JSONParser.maximumMembers) members"
        case .trailingBytes: "something follows the object"
        }
    }
}
