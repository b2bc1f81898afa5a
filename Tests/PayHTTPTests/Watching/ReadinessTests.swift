import Hummingbird
import HummingbirdTesting
import Logging
import PayDomain
import PayHTTP
import PayServer
import PayStoreSQLite
import PayWire
import TestSupport
import Testing

/// `GET /ready`: what decides it, and who is told what.
@Suite struct ReadinessTests {
    private struct Broken: Error {}

    /// The answer of a platform with `details`, and its status.
    private func ready(
        _ details: [ReadinessDetail], to audience: Readiness.Audience, isOpen: Bool = true
    ) async throws -> (status: Int, body: String) {
        let folder = TestFolder()
        defer { folder.remove() }
        let running = try await RunningPlatform.open(
            at: .folder(folder.path), for: .sandbox, migrates: true, masterKey: .sandbox, passwordCost: .sandbox, clock: SystemClock(),
            settings: PlatformSettings(publicURL: "https://pay.example.com", domains: []), logger: .silent
        )
        if !isOpen { try await running.close() }
        let watching = WatchingRoutes(Readiness(running.platform.store, details: details), for: audience)
        let app = Application(responder: try Routes(running.platform, watching: watching).router().buildResponder(), logger: .silent)
        let answer = try await app.test(.router) { client in
            try await client.execute(uri: "/ready", method: .get) { ($0.status.code, String(buffer: $0.body)) }
        }
        if isOpen { try await running.close() }
        return answer
    }

    private func detail(_ name: String, _ role: ReadinessDetail.Role, isGood: Bool, _ value: String) -> ReadinessDetail {
        ReadinessDetail(name, role) { ReadinessReport(isGood: isGood) { $0.value(value) } }
    }

    @Test(arguments: [
        (Readiness.Audience.anybody, #"{"status":"ready","checks":{"store":"ok"}}"#),
        (.operators, #"{"status":"ready","checks":{"store":"ok"},"details":{}}"#),
    ])
    func aStoreThatAnswersIsEnough(_ audience: Readiness.Audience, _ expected: String) async throws {
        let answer = try await ready([], to: audience)
        #expect(answer.status == 200 && answer.body == expected, "\(answer)")
    }

    @Test func withoutItsStoreNothingIsReady() async throws {
        let answer = try await ready([detail("ledger_proof", .decides, isGood: true, "fine")], to: .anybody, isOpen: false)
        #expect(answer.status == 503)
        #expect(answer.body == #"{"status":"store unavailable","checks":{"store":"failed","ledger_proof":"ok"}}"#)
    }

    @Test func whatDecidesIsToldToAnybodyAndItsValueToOperators() async throws {
        let details = [detail("ledger_proof", .decides, isGood: false, "I3 breaks at shop")]
        let seen = try await ready(details, to: .anybody)
        #expect(seen.status == 503 && seen.body == #"{"status":"not ready","checks":{"store":"ok","ledger_proof":"failed"}}"#)
        let operators = try await ready(details, to: .operators)
        #expect(operators.status == 503)
        #expect(
            operators.body == #"{"status":"not ready","checks":{"store":"ok","ledger_proof":"failed"},"#
                + #""details":{"ledger_proof":"I3 breaks at shop"}}"#
        )
    }

    @Test func whatInformsIsToldToOperatorsAlone() async throws {
        let asked = Locked(0)
        let details = [
            ReadinessDetail("callbacks", .informs) {
                asked.withLock { $0 += 1 }
                return ReadinessReport(isGood: false) { writer in
                    writer.beginArray()
                    writer.value("shop")
                    writer.endArray()
                }
            }
        ]
        let seen = try await ready(details, to: .anybody)
        #expect(seen.status == 200 && seen.body == #"{"status":"ready","checks":{"store":"ok"}}"#)
        #expect(asked.withLock { $0 } == 0)
        let operators = try await ready(details, to: .operators)
        #expect(operators.status == 200)
        #expect(operators.body == #"{"status":"ready","checks":{"store":"ok"},"details":{"callbacks":["shop"]}}"#)
    }

    @Test func aDetailThatFailsIsNullAndNotGood() async throws {
        let deciding = try await ready([ReadinessDetail("ledger_proof", .decides) { throw Broken() }], to: .operators)
        #expect(deciding.status == 503)
        #expect(
            deciding.body == #"{"status":"not ready","checks":{"store":"ok","ledger_proof":"failed"},"details":{"ledger_proof":null}}"#
        )
        let informing = try await ready([ReadinessDetail("callbacks", .informs) { throw Broken() }], to: .operators)
        #expect(informing.status == 200)
        #expect(informing.body == #"{"status":"ready","checks":{"store":"ok"},"details":{"callbacks":null}}"#)
    }
}
