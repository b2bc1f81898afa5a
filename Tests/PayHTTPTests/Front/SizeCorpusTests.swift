import NIOCore
import PayHTTP
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct SizeCorpusTests {
    @Test func everyRowIsDecided() throws {
        #expect(Set(try corpus("size").map(\.id)) == Set(Self.decisions.keys))
    }

    @Test func rowsAreServedOrRefused() async throws {
        try await withFront { front in
            for (id, decision) in Self.decisions {
                guard case .statuses(let expected, let bytes) = decision else { continue }
                let transcript = try await RawClient(port: front.port).exchange(bytes + probe.utf8)
                #expect(try transcript.statuses() == expected, "\(id)")
                #expect(!transcript.wasReset, "\(id)")
            }
        }
    }

    /// size-008. The client goes on sending for as long as the server takes bytes; the answer is there all the same.
    @Test func anEndlessChunkedBodyIsRefused() async throws {
        try await withFront { front in
            let head = Array("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)
            let chunk = Array("8000\r\n".utf8) + Array(repeating: UInt8(ascii: "x"), count: 0x8000) + Array("\r\n".utf8)
            let pieces = sequence(first: head) { _ in chunk }.prefix(32_768)
            let transcript = try await RawClient(port: front.port).exchange(pieces)
            #expect(try transcript.statuses() == [413])
            #expect(front.takeSeenRequests().isEmpty)
        }
    }

    /// size-031, the shape of CVE-2026-28980.
    @Test func endlessHeadersAreRefused() async throws {
        try await withFront { front in
            let line = Array("GET /ping HTTP/1.1\r\nHost: x\r\n".utf8)
            let headers = Array(String(repeating: "a: b\r\n", count: 1_000).utf8)
            let pieces = sequence(first: line) { _ in headers }.prefix(1_001)
            let transcript = try await RawClient(port: front.port).exchange(pieces)
            #expect(try transcript.statuses() == [400])
        }
    }

    /// Blanks around a value are not part of it, so the decoder does not count them. The buffer that holds them is bounded all the same.
    @Test func endlessBlanksAreRefused() async throws {
        try await withFront { front in
            let start = Array("GET /ping HTTP/1.1\r\nHost: x\r\nApp-Id:".utf8)
            let blanks = Array(repeating: UInt8(ascii: " "), count: 4_096)
            let pieces = sequence(first: start) { _ in blanks }.prefix(1_024)
            let transcript = try await RawClient(port: front.port).exchange(pieces)
            #expect(try transcript.statuses() == [400])
        }
    }

    /// size-017 and size-018: 10,000 requests on one connection, up to 1,000 of them unanswered at a time.
    @Test func manyPipelinedRequestsAreAnsweredInOrder() async throws {
        try await withFront { front in
            let count = 10_000
            let pieces = stride(from: 0, to: count, by: 1_000).map { start in
                (start..<start + 1_000).flatMap { Array("GET /number/\($0) HTTP/1.1\r\nHost: x\r\n\r\n".utf8) }
            }
            let transcript = try await RawClient(port: front.port).exchange(pieces + [Array(probe.utf8)])
            let responses = try transcript.responses()
            #expect(responses.map(\.body) == (0..<count).map(String.init) + ["pong"])
        }
    }

    /// size-019. The event waited for is the server's own closing of the connection.
    @Test func aClientThatDoesNotReadIsCutOff() async throws {
        try await withFront(limits: FrontLimits(writeTimeout: .milliseconds(200))) { front in
            let client = try await RawClient(port: front.port).connectWithoutReading()
            let requests = String(repeating: "GET /big HTTP/1.1\r\nHost: x\r\n\r\n", count: 64)
            try await client.writeAndFlush(ByteBuffer(string: requests))
            try await front.closingOfBigConnection()
            try await client.close()
        }
    }

    private static func post(_ fields: String, _ body: String = "") -> String {
        "POST /echo HTTP/1.1\r\nHost: x\r\n\(fields)\r\n\(body)"
    }

    private static func postBody(bytes: Int) -> String {
        post("Content-Length: \(bytes)\r\n", String(repeating: "x", count: bytes))
    }

    private static func get(_ fields: String, path: String = "/ping") -> String { "GET \(path) HTTP/1.1\r\nHost: x\r\n\(fields)\r\n" }

    /// A good request with so many headers, `Host` among them.
    private static func get(headers: Int) -> String {
        get((1..<headers).map { "h\($0): v\r\n" }.joined())
    }

    /// A good request whose head has so many bytes in all.
    private static func get(headBytes: Int) -> String {
        let frame = get("h: \r\n").utf8.count
        return get("h: \(String(repeating: "v", count: headBytes - frame))\r\n")
    }

    private static let ofTheEndpoints = CorpusDecision.elsewhere("the endpoints' tests: the front does not read bodies")
    private static let ofTheStore = CorpusDecision.elsewhere("the store's and the process's tests")
    private static let ofTheCallbacks = CorpusDecision.elsewhere("the callbacks' tests")

    private static let decisions: [String: CorpusDecision] = [
        "size-001": .statuses([200, 200], postBody(bytes: 0)),
        "size-002": .statuses([200, 200], postBody(bytes: 1)),
        "size-003": .statuses([200, 200], postBody(bytes: 65_535)),
        "size-004": .statuses([200, 200], postBody(bytes: 65_536)),
        "size-005": .statuses([413], postBody(bytes: 65_537)),
        "size-006": .statuses([413], post("Content-Length: 1048576\r\n")),
        "size-007": .statuses([413], post("Content-Length: 1073741824\r\n")),
        "size-008": .ownTest("anEndlessChunkedBodyIsRefused"),
        "size-009": .ownTest("DeadlineTests.aStalledBodyIsCutOff"),
        "size-010": .statuses([200, 400], post("Content-Length: 5\r\n", "helloworld")),
        "size-012": .ownTest("DeadlineTests.aDrippingHeadIsCutOff"),
        "size-014": .ownTest("DeadlineTests.aSilentConnectionIsClosed"),
        "size-017": .ownTest("manyPipelinedRequestsAreAnsweredInOrder"),
        "size-018": .ownTest("manyPipelinedRequestsAreAnsweredInOrder"),
        "size-019": .ownTest("aClientThatDoesNotReadIsCutOff"),
        "size-020": .ownTest("FrontTests.aClientThatClosesItsHalfGetsItsAnswer"),
        "size-021": .ownTest("FrontTests.resetsDoNotHurtTheServer"),
        "size-024": .statuses([200, 200], get("", path: "/ping?q=" + String(repeating: "q", count: 8_192))),
        "size-025": .statuses([200, 200], get("h: \(String(repeating: "v", count: 8_192))\r\n")),
        "size-027": .statuses([200, 200], get(headers: 64)),
        "size-028": .statuses([400], get(headers: 65)),
        "size-029": .statuses([400], get(headers: 300)),
        "size-030": .statuses([400], get(headers: 1_200)),
        "size-031": .ownTest("endlessHeadersAreRefused"),
        "size-032": .statuses([200, 400], get(headBytes: 16_384) + get(headBytes: 16_385)),
        "size-036": ofTheEndpoints,
        "size-037": ofTheEndpoints,
        "size-038": ofTheEndpoints,
        "size-039": ofTheEndpoints,
        "size-042": ofTheEndpoints,
        "size-043": ofTheEndpoints,
        "size-044": ofTheEndpoints,
        "size-045": ofTheEndpoints,
        "size-046": ofTheEndpoints,
        "size-048": ofTheEndpoints,
        "size-051": .statuses(
            [200, 400],
            get("Cookie: \(String(repeating: "c", count: 4_096))\r\n") + get("Cookie: \(String(repeating: "c", count: 16_384))\r\n")
        ),
        "size-053": .elsewhere("the authentication's tests"),
        "size-054": .elsewhere("the password hashing's tests"),
        "size-055": ofTheCallbacks,
        "size-057": ofTheCallbacks,
        "size-061": ofTheStore,
        "size-062": ofTheStore,
        "size-064": ofTheStore,
    ]
}
