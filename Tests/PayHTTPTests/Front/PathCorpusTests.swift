import NIOCore
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct PathCorpusTests {
    @Test func everyRowIsDecided() throws {
        #expect(Set(try corpus("path").map(\.id)) == Set(Self.decisions.keys))
    }

    @Test func rowsAreServedOrRefused() async throws {
        try await withFront { front in
            for (id, decision) in Self.decisions {
                guard case .statuses(let expected, let bytes) = decision else { continue }
                let transcript = try await RawClient(port: front.port).exchange(bytes + probe.utf8)
                let responses = try transcript.responses()
                #expect(responses.map(\.status) == expected, "\(id)")
                #expect(!transcript.wasReset, "\(id)")
                for response in responses {
                    #expect(!response.fields.contains { $0.name.lowercased().hasPrefix("access-control-") }, "\(id)")
                    if response.status == 405 { #expect(response["allow"] != nil, "\(id)") }
                }
            }
        }
    }

    private static func post(_ path: String) -> String { "POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n" }

    private static func request(_ method: String, _ target: String, _ fields: String = "") -> String {
        "\(method) \(target) HTTP/1.1\r\nHost: x\r\n\(fields)\r\n"
    }

    private static let detail = "/api/v1/pay/order/detail/"
    /// The path is served; what the query means is for the endpoint to say.
    private static func queryPassedOn(_ query: String) -> CorpusDecision { .statuses([200, 200], post(detail + query)) }

    private static let decisions: [String: CorpusDecision] = [
        "path-001": .statuses([200, 200], post(detail)),
        "path-002": .statuses([200, 200], post("/api/v1/pay/order/detail")),
        "path-003": .statuses([404], post("//api/v1/pay/order/detail/")),
        "path-004": .statuses([404], post("///api///v1/pay/order/detail///")),
        "path-005": .statuses([404], post("/api//v1/pay/order/detail/")),
        "path-007": .statuses([404], post("/x/../api/v1/pay/order/detail/")),
        "path-008": .statuses([404], post("/api/v1/pay/order/detail/.")),
        "path-009": .statuses([404], post("/api/v1/pay/order/detail/..")),
        "path-010": .statuses([404], post("/api/v1/pay/order/detail/%2e%2e/")),
        "path-013": .statuses([404], post("/%61pi/v1/pay/order/detail/")),
        "path-014": .statuses([404], post("/api%2fv1/pay/order/detail/")),
        "path-015": .statuses([404], post("/api/v1/pay/order/detail%2f")),
        "path-017": .statuses([404], post("/api/v1/pay/order/detail/%0a")),
        "path-018": .statuses([404], post("/api/v1/pay/order/detail/;x=1")),
        "path-019": .statuses([404], post("/api/v1/pay/order/detail;/")),
        "path-020": queryPassedOn("?"),
        "path-021": queryPassedOn("?trade_no=1"),
        "path-023": queryPassedOn("?trade_no=1&trade_no=2"),
        "path-024": queryPassedOn("?trade_no=1"),
        "path-025": queryPassedOn("?trade_no=%31"),
        "path-027": queryPassedOn("?trade_no=%zz"),
        "path-029": queryPassedOn("?trade_no=a+b"),
        "path-032": queryPassedOn("?TRADE_NO=1"),
        "path-033": .statuses([404], post("/api/v1/pay/order/detail/#x")),
        "path-034": .statuses([400], post("\\api\\v1\\pay\\order\\detail\\")),
        "path-035": .statuses([404], post("/api/v1/pay\\order/detail/")),
        "path-036": .statuses([400], post("http://evil/api/v1/pay/order/detail/")),
        "path-037": .statuses([400], post("https://host/api/v1/pay/order/detail/")),
        "path-038": .statuses([405], request("OPTIONS", "*")),
        "path-039": .statuses([405], request("CONNECT", "host:443")),
        "path-040": .statuses([405], request("TRACE", detail)),
        "path-042": .statuses([405, 200], request("GET", detail)),
        "path-043": .statuses([405], request("PUT", detail)),
        "path-044": .statuses(
            [405],
            request("OPTIONS", detail, "Origin: https://evil.io\r\nAccess-Control-Request-Method: POST\r\n")
        ),
        "path-046": .statuses([404, 200], post("/api/v1/")),
        "path-049": .statuses([404, 200], request("GET", "/.git/config")),
        "path-055": .elsewhere("the sign-in page's tests"),
        "path-058": .elsewhere("the pay page's tests"),
        "path-059": .elsewhere("the pay page's tests"),
        "path-060": .elsewhere("the pay page's tests"),
        "path-061": .elsewhere("the pay page's tests"),
        "path-062": .statuses([404], request("GET", "/static/../../etc/passwd")),
        "path-063": .statuses([404], request("GET", "/static/%2e%2e/%2e%2e/etc/passwd")),
        "path-065": .statuses([404, 404, 200], request("GET", "/static/con") + request("GET", "/static/nul")),
        "path-066": .statuses([400], request("GET", "/p\u{ef}ng")),
        "path-068": .statuses([400], post(detail + String(repeating: "a", count: 100 * 1_024))),
    ]
}
