import PayCore
import PayWire
import TestSupport
import Testing

/// The rows of the corpus that are about bodies as a whole: each is read as the body of order detail, or of the field that it names.
@Suite struct JSONCorpusTests {
    private static let others = [
        "026": "no request is decompressed: the front answers 415",
        "060": "bodies over 64 KiB: the front answers 413",
        "063": "both of a \"one of two\": the endpoints",
        "080": "the largest limit: the endpoint for lists",
    ]

    /// Rows that describe their bytes.
    private static let described: [String: [UInt8]] = [
        "json-021": Array("{\"trade_no\":\"1\"}\n".utf8),
        "json-024": [0xFF, 0xFE] + "{\"trade_no\":\"1\"}".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
        "json-025": "{\"trade_no\":\"1\"}".unicodeScalars.flatMap { [UInt8($0.value), 0, 0, 0] },
        "json-040": Array("{\"trade_no\":\"".utf8) + [0xFF] + Array("\"}".utf8),
        "json-041": Array("{\"trade_no\":\"".utf8) + [0xC0, 0xAF] + Array("\"}".utf8),
        "json-042": Array("{\"trade_no\":\"".utf8) + [0xED, 0xA0, 0x80] + Array("\"}".utf8),
        "json-070": Array("{\"trade_no\":".utf8) + Array(repeating: UInt8(ascii: "["), count: 10_000),
        "json-075": Array("{\"trade_no\":\"1\"\u{2028}}".utf8),
    ]

    @Test(arguments: try corpus("json", without: others))
    func row(_ row: CorpusRow) throws {
        let bytes = Self.described[row.id] ?? Array(row.text.utf8)
        let code = refusal { try Self.read(Fields(parsing: bytes), row) }
        switch (row.id, row.expect) {
        // Integers may come as strings everywhere (protocol, 5).
        case ("json-045", _): #expect(code == nil)
        // 0 means absent, and an absent limit is 20 (protocol, 5.6).
        case ("json-081", _): #expect(code == nil)
        // Well-formed: that nobody has this number is found out later.
        case ("json-057", "code 11015 / not found"): #expect(code == nil)
        // The parser's part of it.
        case ("json-067", "own app only; body app_id never overrides the header"): #expect(code == nil)
        case (_, "HTTP 415 or code 8"), (_, "code 8"): #expect(code == .badParameter)
        case (_, let expect) where expect.hasPrefix("OK"): #expect(code == nil)
        default: Issue.record("\(row.id) expects something new: \(row.expect)")
        }
    }

    private static func read(_ fields: Fields, _ row: CorpusRow) throws {
        for name in ["uid", "limit", "offset", "direction"] where row.text.contains("{\"\(name)\"") {
            _ = try fields.optionalPositive(name)
            return
        }
        if row.text.contains("{\"desc\"") {
            #expect(try fields.text("desc") == "😀")
        } else if row.text.contains("{\"volume\"") {
            _ = try fields.volume(scale: .maximum)
        } else {
            #expect(try fields.tradeNo().text == "1")
        }
    }
}
