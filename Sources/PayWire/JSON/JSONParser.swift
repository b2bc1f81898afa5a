/// The byte-level reader behind ``JSONObject/init(parsing:)``. It goes over the bytes once and recurses at most ``maximumDepth`` deep.
struct JSONParser {
    /// How many objects and arrays may be inside one another, the outermost counted.
    static let maximumDepth = 16
    /// How many members one object may have. It bounds the search for names that appear twice.
    static let maximumMembers = 128

    let bytes: [UInt8]
    var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func parseDocument() throws(JSONError) -> JSONObject {
        skipWhitespace()
        guard current == UInt8(ascii: "{") else { throw error(.notAnObject) }
        let object = try parseObject(depth: 1)
        skipWhitespace()
        guard position == bytes.count else { throw error(.trailingBytes) }
        return object
    }

    /// The byte to read next; NUL, which stands nowhere in JSON, at the end.
    var current: UInt8 { position < bytes.count ? bytes[position] : 0 }

    func error(_ reason: JSONError.Reason) -> JSONError { JSONError(reason: reason, offset: position) }

    /// The error for a byte that cannot stand where it does, or for bytes that end too early.
    func unexpected() -> JSONError { error(position < bytes.count ? .unexpectedByte : .unexpectedEnd) }

    private mutating func skipWhitespace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private mutating func parseObject(depth: Int) throws(JSONError) -> JSONObject {
        guard depth <= Self.maximumDepth else { throw error(.tooDeep) }
        position += 1
        var members: [JSONObject.Member] = []
        skipWhitespace()
        if current == UInt8(ascii: "}") {
            position += 1
            return JSONObject(members: members)
        }
        members.reserveCapacity(8)
        while true {
            guard members.count < Self.maximumMembers else { throw error(.tooManyMembers) }
            let name = try parseName(among: members)
            let value = try parseValue(depth: depth)
            members.append(JSONObject.Member(name: name, value: value))
            skipWhitespace()
            switch current {
            case UInt8(ascii: ","):
                position += 1
                skipWhitespace()
            case UInt8(ascii: "}"):
                position += 1
                return JSONObject(members: members)
            default: throw unexpected()
            }
        }
    }

    /// Reads a name and its colon.
    private mutating func parseName(among members: [JSONObject.Member]) throws(JSONError) -> String {
        guard current == UInt8(ascii: "\"") else { throw unexpected() }
        let start = position
        let name = try parseString()
        for member in members where member.name.hasSameBytes(as: name) {
            throw JSONError(reason: .duplicateName, offset: start)
        }
        skipWhitespace()
        guard current == UInt8(ascii: ":") else { throw unexpected() }
        position += 1
        skipWhitespace()
        return name
    }

    private mutating func parseArray(depth: Int) throws(JSONError) -> [JSONValue] {
        guard depth <= Self.maximumDepth else { throw error(.tooDeep) }
        position += 1
        var values: [JSONValue] = []
        skipWhitespace()
        if current == UInt8(ascii: "]") {
            position += 1
            return values
        }
        while true {
            values.append(try parseValue(depth: depth))
            skipWhitespace()
            switch current {
            case UInt8(ascii: ","):
                position += 1
                skipWhitespace()
            case UInt8(ascii: "]"):
                position += 1
                return values
            default: throw unexpected()
            }
        }
    }

    /// - Parameter depth: of the object or array that holds the value.
    private mutating func parseValue(depth: Int) throws(JSONError) -> JSONValue {
        switch current {
        case UInt8(ascii: "\""): .string(try parseString())
        case UInt8(ascii: "{"): .object(try parseObject(depth: depth + 1))
        case UInt8(ascii: "["): .array(try parseArray(depth: depth + 1))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): .number(try parseNumber())
        case UInt8(ascii: "t"): try parseWord("true", as: .bool(true))
        case UInt8(ascii: "f"): try parseWord("false", as: .bool(false))
        case UInt8(ascii: "n"): try parseWord("null", as: .null)
        default: throw unexpected()
        }
    }

    private mutating func parseWord(_ word: StaticString, as value: JSONValue) throws(JSONError) -> JSONValue {
        for index in 0..<word.utf8CodeUnitCount {
            guard current == word.utf8Start[index] else { throw unexpected() }
            position += 1
        }
        return value
    }

    private mutating func parseNumber() throws(JSONError) -> String {
        let start = position
        if current == UInt8(ascii: "-") { position += 1 }
        if current == UInt8(ascii: "0") { position += 1 } else { try skipDigits() }
        if current == UInt8(ascii: ".") {
            position += 1
            try skipDigits()
        }
        if current | 0x20 == UInt8(ascii: "e") {
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            try skipDigits()
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// One digit or more.
    private mutating func skipDigits() throws(JSONError) {
        let start = position
        while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(current) { position += 1 }
        guard position > start else { throw error(.malformedNumber) }
    }
}
