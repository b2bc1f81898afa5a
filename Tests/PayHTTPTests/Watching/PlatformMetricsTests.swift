import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import PayHTTP
import PayServer
import TestSupport
import Testing

/// What the platform counts, as a scrape of it shows.
@Suite struct PlatformMetricsTests {
    private static func requests(_ path: String, _ status: Int) -> String {
        #"imugi_http_requests_total{path="\#(path)",status="\#(status)"}"#
    }

    private static func answers(_ path: String, _ code: Int) -> String {
        #"imugi_api_answers_total{code="\#(code)",path="\#(path)"}"#
    }

    private static let payOut = "/api/v1/pay/app2user/do"

    @Test func requestsAreCountedUnderTheirRoutes() async throws {
        try await Sandbox.run { sandbox in
            let detail = "/api/v1/pay/order/detail"
            for path in ["\(detail)/", detail] { _ = try await sandbox.send(path, #"{"trade_no":"none"}"#) }
            _ = try await sandbox.control(Self.payOut)
            _ = try await sandbox.control("/health")
            _ = try await sandbox.control("/sandbox/apps/sandbox-app", #"{"scopes":"#)
            let text = try Exposition(parsing: await sandbox.metrics.render())
            // With and without the last slash, that is one path.
            #expect(text[Self.requests(detail, 200)] == 2)
            #expect(text[#"imugi_http_request_seconds_count{path="\#(detail)"}"#] == 2)
            #expect(text[Self.requests(Self.payOut, 405)] == 1)
            #expect(text[Self.requests("/health", 200)] == 1)
            // A parameter of the path is not told.
            #expect(text[Self.requests("/sandbox/apps/{app_id}", 400)] == 1)
            #expect(text["imugi_http_requests_in_flight"] == 0)
        }
    }

    @Test func callersMakeNoLabels() async throws {
        try await Sandbox.run { sandbox in
            let odd = (0..<97).map { "/odd/\($0)" } + ["/", "/NotFound", "/api/v1/pay/app2user/do/x"]
            for path in odd { #expect(try await sandbox.control(path).status == 404) }
            let text = try Exposition(parsing: await sandbox.metrics.render())
            #expect(text[Self.requests("other", 404)] == 100)
            #expect(text[#"imugi_http_request_seconds_count{path="other"}"#] == 100)
            let paths = Set(text.samples.flatMap(\.labels).filter { $0.hasPrefix("path=") })
            #expect(paths == [#"path="other""#])
        }
    }

    @Test func answersAreCountedUnderTheirCodes() async throws {
        try await Sandbox.run { sandbox in
            #expect(try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("a")).code == 1)
            #expect(try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("a")).code == 4_009)
            #expect(try await sandbox.send(Sandbox.payOut, "{}").code == 8)
            var forged = Sandbox.Call(Sandbox.payOut, Sandbox.payOutBody("b"))
            forged.secret = "wrong"
            for _ in 0..<2 { #expect(try await sandbox.send(forged).code == 9_004) }
            let text = try Exposition(parsing: await sandbox.metrics.render())
            for (code, count) in [(1, 1.0), (4_009, 1), (8, 1), (9_004, 2)] {
                #expect(text[Self.answers(Self.payOut, code)] == count, "code \(code)")
            }
            // As HTTP knows them, all are answers with status 200.
            #expect(text[Self.requests(Self.payOut, 200)] == 5)
        }
    }

    @Test func theCommitterTellsWhatItDoes() async throws {
        try await Sandbox.run { sandbox in
            let before = try Exposition(parsing: await sandbox.metrics.render())
            func rise(_ key: String, _ after: Exposition) -> Double { (after[key] ?? 0) - (before[key] ?? 0) }
            #expect(try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("a")).code == 1)
            #expect(try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("b", volume: "1000000000")).code != 1)
            let after = try Exposition(parsing: await sandbox.metrics.render())
            #expect(rise("imugi_commit_commands_count", after) == 2 && rise("imugi_commit_commands_sum", after) == 2)
            #expect(rise(#"imugi_commands_refused_total{reason="rule"}"#, after) == 1)
            #expect(after[#"imugi_commands_refused_total{reason="crowding"}"#] == 0)
            // What was refused wrote nothing and so synced nothing.
            #expect(rise(#"imugi_commit_seconds_count{subject="ledger"}"#, after) == 1)
            #expect((after[#"imugi_commit_seconds_sum{subject="ledger"}"#] ?? 0) > 0)
            #expect((after[#"imugi_commit_seconds_count{subject="other"}"#] ?? 0) > 0)
            #expect(after["imugi_commands_waiting"] == 0)
        }
    }

    #if os(Linux)
    @Test func theProcessIsSeen() async throws {
        try await Sandbox.run { sandbox in
            let text = try Exposition(parsing: await sandbox.metrics.render())
            let now = Date().timeIntervalSince1970
            let start = try #require(text["process_start_time_seconds"])
            #expect(start > now - 86_400 && start <= now + 1)
            #expect((text["process_cpu_seconds_total"] ?? 0) > 0)
            // More than nothing, and less than a machine has.
            let memory = try #require(text["process_resident_memory_bytes"])
            #expect(memory > 1_000_000 && memory < 1e12)
            let open = try #require(text["process_open_fds"])
            #expect(open > 3 && open < text["process_max_fds"] ?? .infinity)
        }
    }
    #endif

    /// Each metric has its `HELP` line and its row in the operators' guide.
    @Test func everyMetricIsDescribed() async throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let guide = try String(contentsOf: root.appending(path: "docs/operators.md"), encoding: .utf8)
        let described = Set(MetricDescription.platform.map(\.name))
        #expect(described.count == MetricDescription.platform.count)
        for name in described { #expect(guide.contains("`\(name)`"), "\(name) is not in docs/operators.md") }
        for description in MetricDescription.platform {
            #expect(zip(description.buckets, description.buckets.dropFirst()).allSatisfy(<), "\(description.name)")
        }
        try await Sandbox.run { sandbox in
            _ = try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("a"))
            let text = try Exposition(parsing: await sandbox.metrics.render())
            #expect(Set(text.kinds.keys).subtracting(described) == [])
            for (name, kind) in text.kinds where kind == "histogram" {
                #expect(MetricDescription.platform.contains { $0.name == name && !$0.buckets.isEmpty }, "\(name) has no buckets")
            }
        }
    }
}
