import PayWire
import TestSupport
import Testing

@Suite struct PercentEncodingTests {
    @Test func escapesAllButTheUnreserved() {
        #expect(PercentEncoding.encode("AZaz09-._~") == "AZaz09-._~")
        #expect(
            PercentEncoding.encode(" !\"#$%&'()*+,/:;<=>?@[\\]^`{|}")
                == "%20%21%22%23%24%25%26%27%28%29%2A%2B%2C%2F%3A%3B%3C%3D%3E%3F%40%5B%5C%5D%5E%60%7B%7C%7D")
        #expect(PercentEncoding.encode("é\u{0}\n👍") == "%C3%A9%00%0A%F0%9F%91%8D")
    }

    @Test func decodesEitherCaseAndPlus() {
        #expect(PercentEncoding.decode("%c3%A9+") == "é+")
        #expect(PercentEncoding.decode("a+b%2B", plusIsSpace: true) == "a b+")
        #expect(PercentEncoding.decode("")?.isEmpty == true)
    }

    @Test(arguments: ["%", "%a", "%zz", "%4", "a%", "%%41", "%C3", "%FF", "%C0%80", "%ED%A0%80", "é", " ", "\n", "\u{0}", "\u{7F}"])
    func refuses(text: String) { #expect(PercentEncoding.decode(text) == nil) }

    @Test func everyTextIsReadBack() {
        var random = Seeded()
        let seed = "\(random)"
        for _ in 0..<10_000 {
            let text = String(
                String.UnicodeScalarView(
                    (0..<Int.random(in: 0...20, using: &random)).compactMap { _ in
                        Unicode.Scalar(UInt32.random(in: 0..<(Bool.random(using: &random) ? 0x80 : 0x110000), using: &random))
                    }
                )
            )
            let encoded = PercentEncoding.encode(text)
            let isPlain = encoded.utf8.allSatisfy { $0 == UInt8(ascii: "%") || Self.unreserved.contains($0) }
            guard isPlain, PercentEncoding.decode(encoded).map({ Array($0.utf8) }) == Array(text.utf8),
                PercentEncoding.decode(encoded, plusIsSpace: true).map({ Array($0.utf8) }) == Array(text.utf8)
            else {
                Issue.record("\(Array(text.utf8)) became \(encoded); \(seed)")
                return
            }
        }
    }

    private static let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
}

@Suite struct QueryStringTests {
    @Test func readsPairsInOrder() throws {
        let query = try QueryString(parsing: "b=2&a=%26%3D&c&=d&&a=3=4")
        #expect(query.pairs.map(\.name) == ["b", "a", "c", "", "a"])
        #expect(query.pairs.map(\.value) == ["2", "&=", "", "d", "3=4"])
        #expect(query["a"] == "&=")
        #expect(query.values("a") == ["&=", "3=4"])
        #expect(query["x"] == nil)
        #expect(query.text == "b=2&a=%26%3D&c=&=d&a=3%3D4")
        #expect(try QueryString(parsing: "").pairs.isEmpty)
    }

    @Test func plusIsASpaceInFormsOnly() throws {
        #expect(try QueryString(parsing: "a+b=c+d")["a+b"] == "c+d")
        #expect(try QueryString(parsing: "a+b=c+d", plusIsSpace: true)["a b"] == "c d")
    }

    @Test func namesAreComparedByteByByte() throws {
        let query = try QueryString(parsing: "%C3%A9=1&e%CC%81=2")
        #expect(query["\u{E9}"] == "1")
        #expect(query["e\u{301}"] == "2")
    }

    @Test(arguments: ["a=%zz", "%=1", "a=\u{E9}", "a=b c", "a=%FF"])
    func refuses(text: String) {
        #expect(throws: QueryStringError.malformed) { try QueryString(parsing: text) }
    }

    @Test func hasAtMost64Pairs() throws {
        func text(_ count: Int) -> String { (0..<count).map { "n\($0)=" }.joined(separator: "&") }
        #expect(try QueryString(parsing: text(64)).pairs.count == 64)
        #expect(throws: QueryStringError.tooManyPairs) { try QueryString(parsing: text(65)) }
    }
}
