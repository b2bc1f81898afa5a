import NIOCore
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct SmugglingCorpusTests {
    @Test func everyRowIsDecided() throws {
        #expect(Set(try corpus("smuggling").map(\.id)) == Set(Self.decisions.keys))
    }

    /// The probe stands right behind the row's bytes in the same write: a desync would answer it, or answer it twice.
    @Test(arguments: [false, true])
    func rowsAreAnsweredWithoutDesync(tls: Bool) async throws {
        let context = tls ? try TestTLS.client() : nil
        try await withFront(tls: tls) { front in
            for (id, decision) in Self.decisions {
                guard case .statuses(let expected, let bytes) = decision else { continue }
                let transcript = try await RawClient(port: front.port, tls: context).exchange(bytes + probe.utf8)
                #expect(try transcript.statuses() == expected, "\(id)")
                #expect(!transcript.wasReset, "\(id)")
                let seen = front.takeSeenRequests()
                #expect(seen.count == expected.count { $0 == 200 }, "\(id): a refused request must not reach the application")
                for request in seen {
                    #expect(request.fieldNames.isDisjoint(with: ["app-id", "auth"]), "\(id)")
                }
            }
        }
    }

    private static func post(_ fields: String, _ body: String = "", version: String = "1.1") -> String {
        "POST /echo HTTP/\(version)\r\nHost: x\r\n\(fields)\r\n\(body)"
    }

    private static func get(_ fields: String) -> String { "GET /ping HTTP/1.1\r\n\(fields)\r\n" }

    private static let chunks = "5\r\nhello\r\n0\r\n\r\n"

    private static let decisions: [String: CorpusDecision] = [
        "smuggling-002": .statuses([400], post("Transfer-Encoding: chunked\r\nContent-Length: 15\r\n", chunks)),
        "smuggling-003": .statuses([400], post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello")),
        "smuggling-005": .statuses([400], post("Content-Length: 0, 0\r\n")),
        "smuggling-006": .statuses([400], post("Content-Length: +5\r\n", "hello")),
        "smuggling-008": .statuses([400], post("Content-Length: 99999999999999999999\r\n", "hello")),
        "smuggling-009": .statuses([400], post("Content-Length: 0x5\r\n", "hello")),
        "smuggling-010": .statuses([400], post("Content-Length: 5\t\r\n", "hello")),
        "smuggling-012": .statuses([400], post("Content-Length: 5 5\r\n", "hello")),
        "smuggling-016": .statuses([400], post("Transfer-Encoding: \"chunked\"\r\n", chunks)),
        "smuggling-017": .statuses([400], post("Transfer-Encoding: identity, chunked\r\n", chunks)),
        "smuggling-018": .statuses([400], post("Transfer-Encoding: gzip, chunked\r\n", chunks)),
        "smuggling-019": .statuses([400], post("Transfer-Encoding: gzip\r\nContent-Length: 5\r\n", "hello")),
        "smuggling-020": .statuses([400], post("Transfer-Encoding: chunked, identity\r\n", chunks)),
        "smuggling-021": .statuses([400], post("Transfer-Encoding: chunked, chunked\r\n", chunks)),
        "smuggling-023": .statuses([200, 200], post("Transfer-Encoding: CHUNKED\r\n", chunks)),
        "smuggling-024": .statuses([200, 200], post("Transfer-Encoding:\tchunked\r\n", chunks)),
        "smuggling-026": .statuses([400], post("Transfer-Encoding : chunked\r\n", chunks)),
        "smuggling-027": .statuses([400], post("Transfer-Encoding: chunked\r\n", chunks, version: "1.0")),
        "smuggling-028": .statuses([200, 200], post("Transfer_Encoding: chunked\r\nContent-Length: 5\r\n", "hello")),
        "smuggling-029": .statuses([400], post("Transfer-Encoding: chunked\r\n", "ZZ\r\nhello\r\n0\r\n\r\n")),
        "smuggling-030": .statuses([400], post("Transfer-Encoding: chunked\r\n", "-5\r\nhello\r\n0\r\n\r\n")),
        "smuggling-032": .statuses([400], post("Transfer-Encoding: chunked\r\n", "5\nhello\r\n0\r\n\r\n")),
        "smuggling-033": .statuses([400], post("Transfer-Encoding: chunked\r\n", "0x5\r\nhello\r\n0\r\n\r\n")),
        "smuggling-035": .statuses([200, 200], post("Transfer-Encoding: chunked\r\n", "5;a=b\r\nhello\r\n0\r\n\r\n")),
        "smuggling-037": .ownTest("DeadlineTests.aStalledBodyIsCutOff"),
        "smuggling-038": .statuses([200, 200], post("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\nAuth: a:b\r\n\r\n")),
        "smuggling-039": .statuses([400], post("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\nContent-Length: 5\r\n\r\n")),
        "smuggling-041": .statuses([400], get("Accept: */*\r\n")),
        "smuggling-042": .statuses([400], get("Host: x\r\nHost: x\r\n")),
        "smuggling-043": .statuses([400], get("Host:\r\n")),
        "smuggling-044": .statuses([400], get("Host: a b/c@d\r\n")),
        "smuggling-048": .statuses([400], get("Host: x\r\nApp-Id: a\rb\r\n")),
        "smuggling-049": .statuses([400], get("Host: x\r\nApp-Id: a\u{0}b\r\n")),
        "smuggling-050": .statuses([400], get("Host: x\r\nApp-Id: a\u{7f}b\r\n")),
        "smuggling-051": .statuses([400], get("Host: x\r\nApp-Id: \u{ef}\r\n")),
        "smuggling-052": .statuses([400], bytes: Array("GET /ping HTTP/1.1\r\nHost: x\r\nApp-Id: ".utf8) + [0xef] + "\r\n\r\n".utf8),
        "smuggling-053": .statuses([400], get("Host: x\r\nApp-Id : a\r\n")),
        "smuggling-054": .statuses([400], get("Host: x\r\n App-Id: a\r\n")),
        "smuggling-057": .statuses([200, 200], get("Host: x\r\nApp_Id: a\r\n")),
        "smuggling-059": .ownTest("FrontTests.expectContinueIsAnsweredBeforeTheBody"),
        "smuggling-062": .statuses([400], "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        "smuggling-065": .ownTest("DeadlineTests.aStalledHeadIsCutOff"),
        "smuggling-066": .statuses([400], "get /ping HTTP/1.1\r\nHost: x\r\n\r\n"),
        "smuggling-067": .statuses([400], "FOO /ping HTTP/1.1\r\nHost: x\r\n\r\n"),
        "smuggling-069": .statuses([400], "GET\t/ping\tHTTP/1.1\r\nHost: x\r\n\r\n"),
        "smuggling-070": .statuses([200, 200], "\r\nGET /ping HTTP/1.1\r\nHost: x\r\n\r\n"),
        "smuggling-071": .statuses(
            [400],
            bytes: [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03] + Array(repeating: 0x5a, count: 64)
        ),
        "smuggling-072": .statuses([400], bytes: [0x9f, 0x02, 0xd4, 0x00, 0xff, 0x1b, 0x7e, 0x8c, 0xe1, 0x33]),
        "smuggling-073": .statuses([200, 200], get("Host: x\r\nContent-Length: 5\r\n") + "hello"),
        "smuggling-075": .statuses([200, 200], post("")),
        "smuggling-076": .ownTest("FrontTests.resetsDoNotHurtTheServer"),
    ]
}
