import HTTPTypes
import PayCore
import PayDomain
import PaySandbox
import PayWire
import Testing

/// The checks of protocol section 3, each refusal and their order.
@Suite struct AuthenticationTests {
    private static func call(_ change: (inout Sandbox.Call) -> Void = { _ in }) -> Sandbox.Call {
        var call = Sandbox.Call(Sandbox.detail, #"{"trade_no":"none"}"#)
        change(&call)
        return call
    }

    @Test func eachRefusalHasItsCode() async throws {
        try await Sandbox.run { sandbox in
            let late = HTTPDate.text(seconds: sandbox.clock.now().seconds - 302)
            let rows: [(Int, Sandbox.Call)] = [
                (11_027, Self.call()),
                (11_003, Self.call { $0.app = "nobody" }),
                (11_019, Self.call { $0.dropsAuth = true }),
                (11_008, Self.call { $0.accessKey = "no-such-key" }),
                (11_010, Self.call { $0.accessKey = "sandbox-cut-app-access-key" }),
                (9_020, Self.call { $0.date = "yesterday" }),
                (9_021, Self.call { $0.date = late }),
                (9_004, Self.call { $0.secret = "wrong" }),
                (9_004, Self.call { $0.signedPath = "/api/v1/pay/order/history/" }),
                (9_004, Self.call { $0.contentSHA1 = String(repeating: "0", count: 40) }),
                (9_004, Self.call { $0.extraHeaders = [("dragonex-a", "1"), ("dragonex-a", "2")] }),
                (11_027, Self.call { $0.extraHeaders = [("dragonex-b", "1"), ("dragonex-a", "2")] }),
                (11_027, Self.call { $0.path = "/api/v1/pay/order/detail" }),
                (8, Self.call { $0.path += "?trade_no=1" }),
            ]
            for (code, call) in rows {
                let answer = try await sandbox.send(call)
                #expect(answer.status == 200)
                #expect(answer.code == code, "\(call)")
            }
        }
    }

    /// A call with everything wrong is refused for the first thing; mending one after the other walks the whole order.
    @Test func refusalsComeInTheProtocolsOrder() async throws {
        try await Sandbox.run { sandbox in
            func disable(_ isDisabled: Bool) async throws {
                var key = try #require(sandbox.platform.directory.current.keys["sandbox-app-access-key"])
                key.isEnabled = !isDisabled
                key.boundAddresses = ["192.0.2.1"]
                try await sandbox.platform.change(.updateKey(key))
            }
            _ = try await sandbox.control("/sandbox/apps/sandbox-app", #"{"enabled":false}"#)
            try await disable(true)
            var call = Sandbox.Call(Sandbox.payOut, "not json")
            call.app = "nobody"
            call.accessKey = "no-such-key"
            call.date = "yesterday"
            call.secret = "wrong"
            #expect(try await sandbox.send(call).code == 11_003)
            call.app = "sandbox-app"
            #expect(try await sandbox.send(call).code == 11_005)
            _ = try await sandbox.control("/sandbox/apps/sandbox-app", #"{"enabled":true}"#)
            #expect(try await sandbox.send(call).code == 11_008)
            call.accessKey = "sandbox-cut-app-access-key"
            #expect(try await sandbox.send(call).code == 11_010)
            call.accessKey = nil
            #expect(try await sandbox.send(call).code == 11_009)
            try await disable(false)
            #expect(try await sandbox.send(call).code == 9_009)
            var key = try #require(sandbox.platform.directory.current.keys["sandbox-app-access-key"])
            key.boundAddresses = []
            try await sandbox.platform.change(.updateKey(key))
            #expect(try await sandbox.send(call).code == 9_020)
            call.date = HTTPDate.text(seconds: sandbox.clock.now().seconds + 1_000)
            #expect(try await sandbox.send(call).code == 9_021)
            call.date = nil
            #expect(try await sandbox.send(call).code == 9_004)
            call.secret = nil
            #expect(try await sandbox.send(call).code == 8)
            call.app = "sandbox-limited-app"
            #expect(try await sandbox.send(call).code == 11_006)
        }
    }

    @Test func everyFlippedBitOfTheSignatureIsRefused() async throws {
        try await Sandbox.run { sandbox in
            let date = HTTPDate.text(seconds: sandbox.clock.now().seconds)
            let signature = RequestSignature(
                method: "POST", contentSHA1: "", contentType: "application/json", date: date, headers: [], path: Sandbox.detail
            )
            let right = try #require(Base64.decode(signature.sign(secret: Array("sandbox-app-secret-key".utf8))))
            for bit in 0..<160 {
                var bytes = right
                bytes[bit / 8] ^= 1 << (bit % 8)
                var call = Self.call { $0.dropsAuth = true }
                call.date = date
                call.extraHeaders = [("Auth", "sandbox-app-access-key:\(Base64.encode(bytes))")]
                #expect(try await sandbox.send(call).code == 9_004, "bit \(bit)")
            }
        }
    }

    @Test func answersCarryBothSignaturesAlsoWhenTheyRefuse() async throws {
        try await Sandbox.run { sandbox in
            let app = try #require(AppID("sandbox-app").flatMap { sandbox.platform.directory.current.apps[$0] })
            for body in [#"{"trade_no":"none"}"#, "{"] {
                let answer = try await sandbox.send(Sandbox.detail, body)
                let time = try #require(answer.header("dragonex-ts").flatMap { Int64($0) })
                let tag = try #require(answer.header("dragonex-sign"))
                let id = try #require(answer.header("imugi-request-id"))
                let strong = try #require(answer.header("imugi-signature"))
                #expect(AnswerSignature.isValid(tag: tag, body: answer.body, time: time, checkKey: app.checkKey))
                #expect(
                    AnswerSignature.isValid(strong: strong, body: answer.body, time: time, requestID: id, secret: app.strongSecret)
                )
            }
            let unknown = try await sandbox.send(Self.call { $0.app = "nobody" })
            #expect(unknown.header("dragonex-sign") == nil)
        }
    }

    @Test func whatNeverReachesTheProtocolHasAnHTTPStatus() async throws {
        try await Sandbox.run { sandbox in
            let large = Array(String(repeating: " ", count: 65_537).utf8)
            let rows: [(Int, Sandbox.Call)] = [
                (415, Self.call { $0.contentType = "text/plain" }),
                (404, Self.call { $0.path = "/api/v1/nothing/" }),
                (413, Self.call { $0.body = large }),
                (200, Self.call { $0.contentType = "application/json; charset=utf-8" }),
            ]
            for (status, call) in rows {
                let answer = try await sandbox.send(call)
                #expect(answer.status == status, "\(call.path) \(call.contentType)")
            }
            let byGet = try await sandbox.control(Sandbox.payOut)
            #expect(byGet.status == 405)
        }
    }
}
