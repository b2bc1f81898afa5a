import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

/// Where the figures are served, and where they are not.
@Suite(.timeLimit(.minutes(2))) struct MetricsTests {
    private struct Answer {
        let status: Int
        let type: String?
        let text: String
    }

    private func get(_ url: String, _ http: HTTPClient) async throws -> Answer {
        let response = try await http.execute(HTTPClientRequest(url: url), timeout: .seconds(30))
        let body = try await response.body.collect(upTo: 1 << 22)
        return Answer(status: Int(response.status.code), type: response.headers.first(name: "content-type"), text: String(buffer: body))
    }

    @Test func theSandboxShowsWhatHappened() async throws {
        try await withHTTPClient { http in
            let server = try await ImugiServer.sandbox()
            let client = SignedClient(server, http: http)
            #expect(await client.payOut("one").code == 1)
            let payURL = try #require(await client.payURL("two"))
            #expect(await client.confirm(payURL) != nil)
            // Faults are for what an app calls, not for whoever watches.
            #expect(
                await client.control("/sandbox/faults", #"{"path":"/metrics","kind":"http_500_before","count":1}"#).status == 200
            )

            let answer = try await get("\(server.url)/metrics", http)
            #expect(answer.status == 200 && answer.type == "text/plain; version=0.0.4; charset=utf-8")
            let text = try Exposition(parsing: answer.text)
            #expect(text[#"imugi_api_answers_total{code="1",path="/api/v1/pay/app2user/do"}"#] == 1)
            #expect(text[#"imugi_http_requests_total{path="/api/v1/pay/user2app/pre",status="200"}"#] == 1)
            #expect(text[#"imugi_http_requests_total{path="/sandbox/pay",status="200"}"#] == 1)
            #expect((text[#"imugi_commit_seconds_count{subject="ledger"}"#] ?? 0) >= 3)
            #expect((text["imugi_commit_commands_sum"] ?? 0) >= 3)
            // The scrape itself.
            #expect(text["imugi_http_requests_in_flight"] == 1)
            let ready = try await get("\(server.url)/ready", http)
            #expect(ready.text.hasPrefix(#"{"status":"ready","checks":{"store":"ok""#) && ready.text.contains(#""details":{"#))
            #expect(await server.process.terminate() == 0)
        }
    }

    @Test func serveShowsThemOnAPortOfTheirOwnOnly() async throws {
        try await withHTTPClient { http in
            let imugi = try await Operator()
            let server = try await imugi.serve(["--metrics-port", "0"])
            // It is logged before the ready line.
            let log = server.process.log
            let watched = try #require(log.firstMatch(of: /http:\/\/127\.0\.0\.1:[0-9]+(?=\/metrics)/).map { String($0.0) }, "\(log)")
            #expect(watched != server.url)

            #expect(try await get("\(server.url)/metrics", http).status == 404)
            // A path in a spelling that is never served does not come as far as the routes.
            #expect(try await get("\(server.url)//metrics", http).status == 404)
            let text = try Exposition(parsing: try await get("\(watched)/metrics", http).text)
            // What the public port was asked.
            #expect(text[#"imugi_http_requests_total{path="other",status="404"}"#] == 1)
            #expect(text[#"imugi_http_refusals_total{code="not_found"}"#] == 1)
            #expect(text["imugi_commands_waiting"] == 0)

            #expect(try await get("\(watched)/health", http).status == 200)
            let details = try await get("\(watched)/ready", http)
            #expect(details.status == 200 && details.text.contains(#""details":{"#))
            let open = try await get("\(server.url)/ready", http)
            #expect(open.status == 200 && open.text.hasPrefix(#"{"status":"ready""#) && !open.text.contains("details"))
            for path in ["/", "/oauth/pay", "/api/v1/pay/order/detail/", "/sandbox/credentials"] {
                #expect(try await get(watched + path, http).status == 404, "\(path)")
            }
            // A scraper keeps its connection; the stop does not wait for it.
            #expect(await server.process.terminate() == 0)
        }
    }

    @Test func withoutTheSettingNothingIsShown() async throws {
        try await withHTTPClient { http in
            let imugi = try await Operator()
            let server = try await imugi.serve()
            #expect(try await get("\(server.url)/metrics", http).status == 404)
            #expect(!server.process.log.contains("/metrics"))
            #expect(await server.process.terminate() == 0)
        }
    }

    @Test func aMetricsPortThatIsTakenIsSaid() async throws {
        let imugi = try await Operator()
        let first = try await ImugiServer.sandbox()
        let port = try #require(first.url.split(separator: ":").last.map(String.init))
        let refusal = try await imugi.refusal(
            "serve", "--port", "0", "--metrics-port", port, "--public-url", "http://127.0.0.1:18080"
        )
        #expect(refusal.contains("port \(port)") && refusal.contains("--metrics-port"), "\(refusal)")
        #expect(await first.process.terminate() == 0)
    }
}
