import PayWire

/// JSON for people: indented, and cut into tokens that a page can colour. Numbers stay as they were sent, to the last digit.
struct PrettyJSON {
    struct Token: Sendable {
        /// `name`, `text`, `number`, `word` or `mark`.
        let kind: String
        let token: String
    }

    private var tokens: [Token] = []

    /// - Returns: what is no JSON object is one token, as it came.
    static func tokens(of bytes: [UInt8]) -> [Token] {
        guard let object = try? JSONObject(parsing: bytes) else {
            return [Token(kind: "mark", token: String(decoding: bytes, as: UTF8.self))]
        }
        var pretty = PrettyJSON()
        pretty.add(object, depth: 0)
        return pretty.tokens
    }

    private mutating func add(_ object: JSONObject, depth: Int) {
        addList("{", object.members, "}", depth: depth) { pretty, member in
            pretty.tokens.append(Token(kind: "name", token: Self.quoted(member.name)))
            pretty.mark(": ")
            pretty.add(member.value, depth: depth + 1)
        }
    }

    private mutating func add(_ value: JSONValue, depth: Int) {
        switch value {
        case .string(let text): tokens.append(Token(kind: "text", token: Self.quoted(text)))
        case .number(let text): tokens.append(Token(kind: "number", token: text))
        case .bool(let value): tokens.append(Token(kind: "word", token: String(value)))
        case .null: tokens.append(Token(kind: "word", token: "null"))
        case .object(let object): add(object, depth: depth)
        case .array(let items): addList("[", items, "]", depth: depth) { $0.add($1, depth: depth + 1) }
        }
    }

    private mutating func addList<Item>(
        _ begin: String, _ items: [Item], _ end: String, depth: Int, _ addItem: (inout PrettyJSON, Item) -> Void
    ) {
        guard !items.isEmpty else { return mark(begin + end) }
        let indent = String(repeating: "  ", count: depth)
        for (index, item) in items.enumerated() {
            mark("\(index == 0 ? begin : ",")\n\(indent)  ")
            addItem(&self, item)
        }
        mark("\n\(indent)\(end)")
    }

    private mutating func mark(_ text: String) { tokens.append(Token(kind: "mark", token: text)) }

    private static func quoted(_ text: String) -> String {
        var writer = JSONWriter()
        writer.value(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
