import PayCore
import PayDomain
import PaySandbox
import PayWire
import Testing

/// What the sandbox tells a developer of an attempt.
@Suite struct CallbackAttemptTests {
    @Test func anAttemptIsListedInFull() async throws {
        try await Sandbox.run { sandbox in
            #expect(try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("called")).code == 1)
            try await attempt(
                sandbox,
                CallbackExchange(
                    url: "http://127.0.0.1:9/", address: "127.0.0.1:9",
                    requestHeaders: [CallbackHeader(name: "webhook-id", value: "order-1"), CallbackHeader(name: "webhook-id", value: "2")],
                    answerHeaders: [CallbackHeader(name: "server", value: "x")], answerStart: Array("no\n\u{1B}".utf8) + [0xFF],
                    ending: .answered(status: 503), durationNanoseconds: 12_000_000
                ), next: 0
            )
            try await attempt(
                sandbox,
                CallbackExchange(
                    url: "http://127.0.0.1:9/", ending: .failed(.connectTimeout, reason: "No connection."), durationNanoseconds: 1
                ), next: nil
            )
            let answer = try await sandbox.control("/sandbox/callbacks?app_id=sandbox-app&trade_no=called")
            guard case .array(let attempts)? = answer.json?["attempts"], case .object(let first)? = attempts.first,
                case .object(let last)? = attempts.last, case .array(let headers)? = first["request_headers"],
                case .object(let header)? = headers.last
            else {
                Issue.record("\(String(decoding: answer.body, as: UTF8.self))")
                return
            }
            #expect(attempts.count == 2 && headers.count == 2)
            #expect(first.text("address") == "127.0.0.1:9" && first.text("status") == "503" && first["failure"] == .null)
            #expect(header.text("name") == "webhook-id" && header.text("value") == "2")
            #expect(first.text("answer_start") == "no\n\u{1B}\u{FFFD}" && first["superseded"] == .bool(false))
            #expect(first.text("duration_ms") == "12" && first.text("next_attempt") != nil)
            #expect(last["address"] == .null && last["status"] == .null && last.text("error") == "No connection.")
            #expect(last.text("failure") == "connect_timeout" && last["next_attempt"] == .null && last["answer_headers"] == .array([]))
        }
    }

    private func attempt(_ sandbox: Sandbox, _ exchange: CallbackExchange, next: Int64?) async throws {
        let (store, now) = (sandbox.platform.store, sandbox.clock.now())
        let app = try #require(AppID("sandbox-app"))
        let claim = CallbackTurn.Claim(app: app, limit: 1)
        let end = now.advanced(bySeconds: 60)
        let callback = try #require(try await store.take(CallbackTurn(claims: [claim], now: now, leaseEnd: end)).claimed.first)
        let result = CallbackResult(
            lease: callback.lease, app: app, schedule: callback.schedule, time: now, exchange: exchange, firstAttemptTime: now,
            nextTime: next.map { now.advanced(bySeconds: $0) }
        )
        _ = try await store.take(CallbackTurn(results: [result], now: now, leaseEnd: end))
    }
}
