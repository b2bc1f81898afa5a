/// A JSON value as it was sent: numbers stay text, so that nothing is rounded before a field's rule has looked at it.
///
/// Equality is byte by byte: `String`'s own would merge canonically equivalent texts.
package enum JSONValue: Sendable {
    case string(String)
    /// Exactly as written, in JSON's grammar of numbers.
    case number(String)
    case bool(Bool)
    case null
    case array([JSONValue])
    case object(JSONObject)

    /// What it is, for help texts: "a string", "null", …
    package var kind: String {
        switch self {
        case .string: "a string"
        case .number: "a number"
        case .bool: "a boolean"
        case .null: "null"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

/// A JSON object: members in the order in which they were sent, each name once.
package struct JSONObject: Equatable, Sendable {
    package struct Member: Equatable, Sendable {
        package let name: String
        package let value: JSONValue

        package static func == (left: Member, right: Member) -> Bool {
            left.name.hasSameBytes(as: right.name) && left.value == right.value
        }
    }

    package let members: [Member]

    init(members: [Member]) { self.members = members }

    /// Reads a request body strictly (RFC 8259, and narrower): one object and nothing but white space around it, valid UTF-8 without a byte
    /// order mark, no name twice in one object, at most 16 levels and 128 members per object.
    ///
    /// `\u0000` is read; what a text may hold is its field's rule.
    ///
    /// - Throws: ``JSONError``, for everything else.
    package init(parsing bytes: [UInt8]) throws(JSONError) {
        var parser = JSONParser(bytes)
        self = try parser.parseDocument()
    }

    /// The member of this name, compared byte by byte.
    package subscript(_ name: String) -> JSONValue? {
        for member in members where member.name.hasSameBytes(as: name) { return member.value }
        return nil
    }
}

extension JSONValue: Equatable {
    package static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.string(let left), .string(let right)), (.number(let left), .number(let right)): left.hasSameBytes(as: right)
        case (.bool(let left), .bool(let right)): left == right
        case (.null, .null): true
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }
}
