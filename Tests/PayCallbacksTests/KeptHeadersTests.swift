import NIOHTTP1
import PayDomain
import Testing

@testable import PayCallbacks

@Suite struct KeptHeadersTests {
    private func kept(_ headers: [(String, String)]) -> [CallbackHeader] { KeptHeaders.kept(of: HTTPHeaders(headers)) }

    private func bytes(_ headers: [CallbackHeader]) -> Int { headers.reduce(0) { $0 + "\($1.name): \($1.value)\n".utf8.count } }

    @Test func orderAndRepeatsStay() {
        let headers = kept([("B", "1"), ("a", ""), ("B", "2")])
        #expect(headers.map { "\($0.name): \($0.value)" } == ["B: 1", "a: ", "B: 2"])
    }

    @Test(arguments: [
        "Set-Cookie", "cookie", "Authorization", "Proxy-Authenticate", "PROXY-STATUS", "WWW-Authenticate", "X-Api-Key", "x-csrf-TOKEN",
        "X-Client-Secret", "X-Password", "Session-Id", "X-Auth", "Authentication-Info",
    ])
    func whatMayBeSecretIsHidden(_ name: String) {
        #expect(kept([(name, "hunter2")]) == [CallbackHeader(name: name, value: "(hidden)")])
    }

    @Test(arguments: ["Content-Type", "Date", "Server", "X-Request-Id", "Retry-After", "Location", "Keep-Alive"])
    func othersAreNot(_ name: String) {
        #expect(kept([(name, "x")]) == [CallbackHeader(name: name, value: "x")])
    }

    @Test(arguments: ["https://user:hunter2@example.com/", "https://example.com/?code=hunter2", "0; url=https://example.com/?t=hunter2"])
    func addressesWithSecretsAreHidden(_ address: String) {
        for name in ["Location", "content-location", "Refresh", "Link"] {
            #expect(kept([(name, address)]).map(\.value) == ["(hidden)"])
        }
        #expect(kept([("Location", "https://example.com/in")]).map(\.value) == ["https://example.com/in"])
    }

    /// What is stored as lines stays one line each, and shows nothing else than it is.
    @Test(arguments: ["\n", "\r", "\r\n", "\u{0}", "\u{1b}", "\u{7f}", "\u{85}", "\u{2028}", "\u{2029}", "\u{202e}", "\t"])
    func controlCharactersCannotOccur(_ character: String) throws {
        let header = try #require(kept([("X\(character)Name", "a\(character)b")]).first)
        for text in [header.name, header.value] {
            #expect(!text.unicodeScalars.contains { $0.properties.isWhitespace || $0.properties.generalCategory == .control })
            #expect(text.unicodeScalars.contains("\u{FFFD}"))
        }
    }

    @Test func aLongValueIsCutWithAMark() throws {
        for letter in ["x", "é", "한", "😀"] {
            let value = try #require(kept([("X", String(repeating: letter, count: 2_000))]).first?.value)
            #expect(value.hasPrefix(letter) && value.hasSuffix("… (cut)"))
            #expect((KeptHeaders.maximumTextBytes - 3...KeptHeaders.maximumTextBytes).contains(value.utf8.count))
        }
        let whole = String(repeating: "x", count: KeptHeaders.maximumTextBytes)
        #expect(kept([("X", whole)]).first?.value == whole)
    }

    @Test(arguments: [1, 40, 1_000, 5_000])
    func allTogetherAreBounded(_ length: Int) {
        let headers = kept((0..<9_000).map { ("N\($0)", String(repeating: "v", count: length)) })
        let total = bytes(headers)
        #expect(total <= KeptHeaders.maximumBytes && total > KeptHeaders.maximumBytes - 64, "\(total)")
        #expect(bytes(kept([(String(repeating: "N", count: 60_000), "v")])) <= KeptHeaders.maximumBytes)
    }
}
