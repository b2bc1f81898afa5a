import PayCore
import PayWire
import TestSupport
import Testing

@Suite struct FieldsTests {
    private static func fields(_ json: String) throws -> Fields { try Fields(parsing: Array(json.utf8)) }

    // MARK: - Integers

    @Test(arguments: [
        ("0", Int64(0)), ("1", 1), ("-1", -1), ("20", 20), ("9223372036854775807", .max), ("-9223372036854775808", .min),
    ])
    func integersComeAsNumbersOrStrings(text: String, number: Int64) throws {
        #expect(try Self.fields("{\"n\":\(text)}").integer("n") == number)
        #expect(try Self.fields("{\"n\":\"\(text)\"}").integer("n") == number)
    }

    @Test(arguments: [
        "1.0", "1e2", "1E2", "-0", "9223372036854775808", "-9223372036854775809", "18446744073709551616", "100000000000000000000",
        "\"01\"", "\"+1\"", "\" 1\"", "\"1 \"", "\"0x1\"", "\"-\"", "\"1_0\"", "\"\u{663}\"", "\"--1\"", "\"1-\"", "\"00\"", "\"-01\"",
        "true", "null", "[]", "{}",
    ])
    func refusesOtherIntegers(json: String) throws {
        let fields = try Self.fields("{\"n\":\(json)}")
        #expect(refusal { _ = try fields.integer("n") } == .badParameter)
        #expect(refusal { _ = try fields.optionalPositive("n") } == .badParameter)
    }

    @Test func absentIntegers() throws {
        #expect(try Self.fields("{}").integer("n") == nil)
        for json in ["{}", "{\"n\":0}", "{\"n\":\"0\"}", "{\"n\":\"\"}"] {
            #expect(try Self.fields(json).optionalPositive("n") == nil)
        }
        #expect(try Self.fields("{\"n\":\"7\"}").optionalPositive("n") == 7)
        #expect(refusal { _ = try Self.fields("{\"n\":-1}").optionalPositive("n") } == .badParameter)
        #expect(refusal { _ = try Self.fields("{\"n\":\"\"}").integer("n") } == .badParameter)
    }

    // MARK: - Texts

    @Test func absentTexts() throws {
        let fields = try Self.fields("{\"empty\":\"\",\"zero\":0,\"text\":\"x\",\"null\":null,\"one\":1}")
        #expect(try fields.string("none") == nil)
        #expect(try fields.string("empty")?.isEmpty == true)
        #expect(try fields.text("none").isEmpty)
        for name in ["none", "empty", "zero"] { #expect(try fields.optionalString(name) == nil) }
        #expect(try fields.optionalString("text") == "x")
        for name in ["null", "one"] { #expect(refusal { _ = try fields.optionalString(name) } == .badParameter) }
        for name in ["none", "empty", "null", "one"] { #expect(refusal { _ = try fields.requiredString(name) } == .badParameter) }
        for name in ["null", "one"] { #expect(refusal { _ = try fields.text(name) } == .badParameter) }
    }

    @Test func messagesReadAsHelp() throws {
        let fields = try Self.fields("{\"trade_no\":\"a-b\",\"volume\":1}")
        #expect(throws: PlatformError.badParameter("trade_no", "must be 1 to 64 characters out of 0-9, A-Z, a-z and _")) {
            try fields.tradeNo()
        }
        #expect(throws: PlatformError.badParameter("volume", "must be a string, not a number")) { try fields.volume(scale: .maximum) }
        #expect(throws: PlatformError.badParameter("coin_code", "must be given")) { try fields.requiredString("coin_code") }
    }

    // MARK: - The corpus, field by field

    private static let returnRates = Dictionary(
        uniqueKeysWithValues: ["107", "108", "109", "111", "113", "115", "116"].map { ($0, "return rates come with returns") }
    )

    @Test(arguments: try corpus("amount", without: returnRates))
    func volume(_ row: CorpusRow) throws {
        let scale = try #require(Scale(digits: 8))
        let fields = try Fields(parsing: body("volume", row: row))
        let code = refusal { _ = try fields.volume(scale: scale) }
        switch (row.id, row.expect) {
        // Decided the other way: see AmountTextTests.
        case ("amount-004", _): #expect(code == .badParameter)
        case (_, "code 8"): #expect(code == .badParameter)
        case (_, let expect) where expect.hasPrefix("OK→"): #expect(code == nil)
        default: Issue.record("\(row.id) expects something new: \(row.expect)")
        }
    }

    private static let notOneTradeNo = [
        "021": "two orders: IdentifierTests", "022": "two orders: IdentifierTests", "081": "repeats: the ledger and the API",
        "084": "repeats", "085": "repeats", "086": "returns", "087": "returns", "088": "returns",
    ]

    @Test(arguments: try corpus("trade_no", without: notOneTradeNo))
    func tradeNo(_ row: CorpusRow) throws {
        // The row is about the Kelvin sign, which normalisation has turned into a plain K in the corpus.
        let bytes = row.id == "trade_no-065" ? body("trade_no", text: "\u{212A}") : body("trade_no", row: row)
        let fields = try Fields(parsing: bytes)
        switch row.expect {
        case "OK": #expect(try fields.tradeNo().text == row.text)
        case "code 8": #expect(refusal { _ = try fields.tradeNo() } == .badParameter)
        default: Issue.record("\(row.id) expects something new: \(row.expect)")
        }
    }

    private static let notState = [
        "057": "published clients reuse a state, so it is not kept (hazards, W12)", "059": "as 057",
        "061": "sign-in", "070": "sign-in", "071": "client mode", "074": "client mode",
    ]

    @Test(arguments: try corpus("state", without: notState))
    func state(_ row: CorpusRow) throws {
        let deviceOnly = row.text.hasPrefix("device ") ? String(row.text.dropFirst(7)) : nil
        switch (row.id, row.expect) {
        case ("state-056", _):
            let fields = Fields(try QueryString(parsing: "state=aaaaaaaa&state=bbbbbbbb"))
            #expect(refusal { _ = try fields.token8to16("state") } == .badParameter)
        case ("state-063", "code 8"):
            #expect(refusal { _ = try Fields(parsing: body("device", text: "abcdefg")).token8to16("device") } == .badParameter)
        // In server mode a device is 8 to 16 characters of any kind (protocol, 5); only client mode's header is narrower (4).
        case ("state-066", _), ("state-067", _), ("state-069", "OK"):
            let device = try #require(deviceOnly)
            #expect(try Fields(parsing: body("device", text: device)).token8to16("device") == device)
        case (_, "OK, echoed percent-encoded, decodes to the same bytes"):
            #expect(try Fields(parsing: body("state", row: row)).token8to16("state") == row.text)
            try Self.checkEcho(row.text)
        case (_, "code 8 / error page, no redirect"):
            #expect(refusal { _ = try Fields(parsing: body("state", row: row)).token8to16("state") } == .badParameter)
        default: Issue.record("\(row.id) expects something new: \(row.expect)")
        }
    }

    /// A state in the way back adds exactly itself.
    private static func checkEcho(_ state: String) throws {
        let url = try WebURL("https://shop.example/cb?x=1")
        let back = try WebURL(url.appending(QueryString([("state", state), ("status", "1")])))
        #expect(back.origin == url.origin && back.path == url.path)
        let query = try QueryString(parsing: try #require(back.query))
        #expect(query.pairs.map(\.name) == ["x", "state", "status"])
        #expect(query["state"] == state)
    }

    private static let notDesc = [
        "070": "names of users", "071": "names of users", "072": "names of users", "073": "passwords", "074": "passwords",
    ]

    private static let rawDescs: [String: [UInt8]] = [
        "unicode-048": Array("\\udc00".utf8), "unicode-050": [0xC0, 0x80], "unicode-051": [0xF4, 0x90, 0x80, 0x80],
    ]

    /// `desc` takes every text for people: what looks odd on a page is the page's to isolate.
    @Test(arguments: try corpus("unicode", without: notDesc))
    func desc(_ row: CorpusRow) throws {
        let raw = Self.rawDescs[row.id].map { Array("{\"desc\":\"".utf8) + $0 + Array("\"}".utf8) }
        let bytes = raw ?? body("desc", row: row)
        switch row.expect {
        case "code 8": #expect(refusal { _ = try Fields(parsing: bytes).text("desc") } == .badParameter)
        // Pinned: what is invisible or private is text like any other.
        case "OK=", "OK= or code 8, pinned", "OK= or code 8", "same",
            "code 8 in app names and console; OK= but isolated (bdi) in desc":
            #expect(try Array(Fields(parsing: bytes).text("desc").utf8) == Array(row.text.utf8))
        default: Issue.record("\(row.id) expects something new: \(row.expect)")
        }
    }

    // MARK: - Query parameters

    @Test func queryParametersAreFieldsToo() throws {
        let fields = Fields(try QueryString(parsing: "trade_no=25&limit=20&offset=&uid=0&desc=a%20b&limit2=1e2"))
        #expect(try fields.tradeNo().text == "25")
        #expect(try fields.optionalPositive("limit") == 20)
        #expect(try fields.optionalPositive("offset") == nil)
        #expect(try fields.optionalPositive("uid") == nil)
        #expect(try fields.text("desc") == "a b")
        #expect(refusal { _ = try fields.integer("limit2") } == .badParameter)
    }
}
