import PayCore
import PayWire
import Testing

@Suite struct JSONParserTests {
    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private static func nested(_ depth: Int) -> [UInt8] {
        bytes("{\"a\":" + String(repeating: "[", count: depth - 1) + String(repeating: "]", count: depth - 1) + "}")
    }

    @Test func readsEveryKindOfValue() throws {
        let object = try JSONObject(
            parsing: Self.bytes(" {\"s\":\"x\", \"n\" : -1.50e+3,\r\n\t\"t\":true,\"f\":false,\"z\":null,\"a\":[1,\"2\",[]],\"o\":{}} ")
        )
        #expect(object["s"] == .string("x"))
        #expect(object["n"] == .number("-1.50e+3"))
        #expect(object["t"] == .bool(true))
        #expect(object["f"] == .bool(false))
        #expect(object["z"] == .null)
        #expect(object["a"] == .array([.number("1"), .string("2"), .array([])]))
        #expect(object["o"] == .object(try JSONObject(parsing: Self.bytes("{}"))))
        #expect(object["x"] == nil)
        #expect(object.members.map(\.name) == ["s", "n", "t", "f", "z", "a", "o"])
    }

    @Test(arguments: [
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "Aé€"), (#""\ud83d\uDE00""#, "😀"),
        (#""a\u0000b""#, "a\u{0}b"), (#""é\n👍""#, "é\n👍"), (#""\udbff\udfff""#, "\u{10FFFF}"), ("\"\u{7F}\"", "\u{7F}"),
    ])
    func unescapes(json: String, text: String) throws {
        let object = try JSONObject(parsing: Self.bytes("{\"a\":\(json)}"))
        guard case .string(let read) = object["a"] else {
            Issue.record("no string")
            return
        }
        #expect(Array(read.utf8) == Array(text.utf8))
    }

    @Test(arguments: [
        ("", JSONError.Reason.notAnObject, 0), ("  [", .notAnObject, 2), ("{", .unexpectedEnd, 1), ("{\"a\"", .unexpectedEnd, 4),
        ("{\"a\":1,}", .unexpectedByte, 7), ("{,}", .unexpectedByte, 1), ("{\"a\" 1}", .unexpectedByte, 5),
        ("{\"a\":[1,]}", .unexpectedByte, 8), ("{\"a\":[1 2]}", .unexpectedByte, 8), ("{\"a\":'1'}", .unexpectedByte, 5),
        ("{\"a\":tru}", .unexpectedByte, 8), ("{\"a\":nul", .unexpectedEnd, 8), ("{\"a\":TRUE}", .unexpectedByte, 5),
        ("{\"a\":01}", .unexpectedByte, 6), ("{\"a\":-}", .malformedNumber, 6), ("{\"a\":1.}", .malformedNumber, 7),
        ("{\"a\":1e}", .malformedNumber, 7), ("{\"a\":.5}", .unexpectedByte, 5), ("{\"a\":+1}", .unexpectedByte, 5),
        ("{\"a\":0x1}", .unexpectedByte, 6), ("{\"a\":1}{", .trailingBytes, 7), ("{\"a\":1}\u{0}", .trailingBytes, 7),
        ("{\"a\":\"\n\"}", .controlCharacter, 6), ("{\"a\":\"x\\n\t\"}", .controlCharacter, 9), ("{\"a\":\"x", .unexpectedEnd, 7),
        ("{\"a\":\"\\x\"}", .invalidEscape, 6), ("{\"a\":\"\\u12g4\"}", .invalidEscape, 6), ("{\"a\":\"\\u12", .invalidEscape, 6),
        ("{\"a\":\"\\", .invalidEscape, 6), ("{\"a\":\"\\ud800\"}", .loneSurrogate, 6), ("{\"a\":\"\\udc00\"}", .loneSurrogate, 6),
        ("{\"a\":\"\\ud800\\ud800\"}", .loneSurrogate, 6), ("{\"a\":\"\\ud800\\n\"}", .loneSurrogate, 6),
        ("{\"a\":\"\\ud800\\u0041\"}", .loneSurrogate, 6), ("{\"a\":1,\"a\":1}", .duplicateName, 7),
        ("{\"a\":1,\"\\u0061\":1}", .duplicateName, 7), ("{\"a\":{\"b\":1,\"b\":1}}", .duplicateName, 12),
        ("\u{FEFF}{}", .notAnObject, 0), ("{\"a\":1\u{A0}}", .unexpectedByte, 6), ("{\"a\":1\u{B}}", .unexpectedByte, 6),
        ("{/**/}", .unexpectedByte, 1), ("{\"a\":1//\n}", .unexpectedByte, 6),
    ])
    func refuses(json: String, reason: JSONError.Reason, offset: Int) {
        #expect(throws: JSONError(reason: reason, offset: offset)) { try JSONObject(parsing: Self.bytes(json)) }
    }

    /// Everything that RFC 3629 forbids, and the limits of what it allows.
    @Test(arguments: [
        [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xE0, 0x9F, 0xBF], [0xE1, 0x80], [0xE1, 0x80, 0x41],
        [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF], [0xF1, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80],
        [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF],
    ])
    func refusesInvalidUTF8(bytes: [UInt8]) {
        for prefix in ["", "\\n"] {
            let json = Self.bytes("{\"a\":\"\(prefix)") + bytes + Self.bytes("\"}")
            #expect(throws: JSONError(reason: .invalidUTF8, offset: 6 + prefix.utf8.count)) { try JSONObject(parsing: json) }
        }
    }

    @Test(arguments: ["\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "\u{10000}", "\u{10FFFF}"])
    func readsTheLimitsOfUTF8(text: String) throws {
        for prefix in ["", "\\n"] {
            let object = try JSONObject(parsing: Self.bytes("{\"a\":\"\(prefix)\(text)\"}"))
            #expect(object["a"] == .string((prefix.isEmpty ? "" : "\n") + text))
        }
    }

    @Test func namesAreComparedByteByByte() throws {
        let object = try JSONObject(parsing: Self.bytes("{\"\u{E9}\":1,\"e\u{301}\":2}"))
        #expect(object["\u{E9}"] == .number("1"))
        #expect(object["e\u{301}"] == .number("2"))
        #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
    }

    @Test func has16Levels() throws {
        _ = try JSONObject(parsing: Self.nested(16))
        #expect(throws: JSONError.self) { try JSONObject(parsing: Self.nested(17)) }
        let error = #expect(throws: JSONError.self) { try JSONObject(parsing: Self.nested(1_000_000)) }
        #expect(error?.reason == .tooDeep)
    }

    @Test func objectsHaveAtMost128Members() throws {
        func object(_ count: Int) -> [UInt8] { Self.bytes("{" + (0..<count).map { "\"\($0)\":0" }.joined(separator: ",") + "}") }
        #expect(try JSONObject(parsing: object(128)).members.count == 128)
        let error = #expect(throws: JSONError.self) { try JSONObject(parsing: object(129)) }
        #expect(error?.reason == .tooManyMembers)
    }

    @Test func readsLongBodies() throws {
        let text = String(repeating: "a", count: 65_536 - 8)
        #expect(try JSONObject(parsing: Self.bytes("{\"a\":\"\(text)\"}"))["a"] == .string(text))
    }

    @Test func helpSaysWhereAndNotWhat() {
        let error = JSONError(reason: .duplicateName, offset: 7)
        #expect("The body \(error)" == "The body must be one JSON object in UTF-8: a member's name appears a second time at byte 7")
        #expect(refusal { _ = try Fields(parsing: Self.bytes("{\"secret\":")) } == .badParameter)
    }
}
