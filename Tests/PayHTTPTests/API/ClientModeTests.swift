import HTTPTypes
import PayCore
import PayDomain
import PaySandbox
import PayWire
import Testing

@testable import PayHTTP

/// Client mode (protocol, section 4): only what belongs to the token's user, and no money.
@Suite struct ClientModeTests {
    private static let detail = "/api/v1/pay/order/detail/"

    @Test func everyRefusalComesInItsOrder() async throws {
        try await Sandbox.run { sandbox in
            let tokens = try await sandbox.logIn(scopes: "1")
            let expired = try await sandbox.logIn(scopes: "1")
            _ = try await sandbox.control("/sandbox/clock/advance", #"{"seconds":7200}"#)
            let fresh = try Sandbox.Tokens(try #require(try await sandbox.refresh(tokens).data))
            var call = Sandbox.ClientCall("/api/v1/user/coin/detail/", "short")
            call.app = "nobody"
            call.device = "device02"
            call.time = "yesterday"
            func expect(_ code: Int, _ what: String, _ change: (inout Sandbox.ClientCall) -> Void = { _ in }) async throws {
                change(&call)
                let answer = try await sandbox.send(call)
                #expect(answer.status == 200 && answer.code == code, "\(what): \(answer.message)")
                #expect(answer.header("dragonex-sign") == nil && answer.header("imugi-signature") == nil, "\(what)")
            }
            try await expect(11_003, "unknown app")
            _ = try await sandbox.control("/sandbox/apps/sandbox-limited-app", #"{"enabled":false}"#)
            try await expect(11_005, "disabled app") { $0.app = "sandbox-limited-app" }
            try await expect(11_022, "malformed token") { $0.app = "sandbox-app" }
            try await expect(11_022, "token in capitals") { $0.token = fresh.access.uppercased() + "A" }
            try await expect(11_019, "unknown token") { $0.token = String(repeating: "0", count: 64) }
            try await expect(11_020, "replaced token") { $0.token = tokens.access }
            try await expect(11_021, "expired token") { $0.token = expired.access }
            try await expect(11_026, "other device") { $0.token = fresh.access }
            try await expect(11_026, "no device") { $0.device = nil }
            try await expect(9_020, "time that is none") { $0.device = Sandbox.device }
            for extreme in [Int64.min, -9_000_000_000_000_000_000, 0, .max] {
                try await expect(9_021, "time \(extreme)") { $0.time = String(extreme) }
            }
            try await expect(9_021, "old") { $0.time = String(sandbox.clock.now().seconds - 302) }
            try await expect(11_017, "scope that the user has not granted") { $0.time = nil }
            try await sandbox.change("sandbox-app") { $0.scopes = ScopeSet([.signIn]) }
            try await expect(11_007, "scope that the app does not own any more")
            try await sandbox.change("sandbox-app") { $0.scopes = .all }
            let able = try await sandbox.logIn(scopes: "1,7")
            try await expect(8, "no coin") { $0.token = able.access }
            try await expect(1, "all right") { $0.path += "?coin_code=usdt" }
            try await expect(8, "twice") { $0.path += "&coin_code=usdt" }
            // Another app's token is none of this app's.
            try await expect(11_019, "token of another app") { $0.app = "sandbox-cut-app" }
        }
    }

    @Test func aCallWithoutProofIsRefusedAndOneWithBothIsTheServers() async throws {
        try await Sandbox.run { sandbox in
            let tokens = try await sandbox.logIn()
            var bare = Sandbox.ClientCall(Self.detail, nil, body: #"{"trade_no":"x"}"#)
            #expect(try await sandbox.send(bare).code == 11_019)
            bare.more = [
                ("Auth", "sandbox-app-access-key:wrong"), ("at", tokens.access),
                ("Date", HTTPDate.text(seconds: sandbox.clock.now().seconds)),
            ]
            let both = try await sandbox.send(bare)
            #expect(both.code == 9_004 && both.header("dragonex-sign") != nil)
            var signedGet = Sandbox.ClientCall("\(Self.detail)?trade_no=x", nil)
            signedGet.more = [("Auth", "sandbox-app-access-key:x")]
            #expect(try await sandbox.send(signedGet).status == 405)
            var twice = Sandbox.ClientCall("/api/v1/token/status/", tokens.access)
            twice.more = [("at", tokens.access)]
            #expect(try await sandbox.send(twice).code == 11_022)
        }
    }

    /// By GET and by POST alike.
    @Test func everyEndpointReadsWhatIsTheUsersOwn() async throws {
        try await Sandbox.run { sandbox in
            _ = try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("alices", uid: "1000000"))
            for index in 1...3 { _ = try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("bobs\(index)", uid: "1000001")) }
            let tokens = try await sandbox.logIn()
            func both(_ path: String, _ query: String, _ body: String) async throws -> Sandbox.Answer {
                let get = try await sandbox.read(path + query, tokens.access)
                let post = try await sandbox.send(Sandbox.ClientCall(path, tokens.access, body: body))
                #expect(get.body == post.body, "\(path)")
                return get
            }
            let order = try await both(Self.detail, "?trade_no=bobs1", #"{"trade_no":"bobs1"}"#)
            #expect(order.data?.text("uid") == "1000001" && order.data?["open_id"] == nil && order.data?.members.count == 11)
            #expect(try await both(Self.detail, "?trade_no=alices", #"{"trade_no":"alices"}"#).code == 11_027)
            #expect(try await both(Self.detail, "?trade_no=none", #"{"trade_no":"none"}"#).code == 11_027)
            let history = try await both(
                "/api/v1/pay/order/history/", "?uid=1000000&limit=2&direction=2", #"{"uid":1000000,"limit":"2","direction":2}"#
            )
            #expect(history.data?.text("total") == "3" && history.data?.objects("list").map { $0.text("uid") } == ["1000001", "1000001"])
            let list = try await both("/api/v1/user/coin/list/", "?dragonex_uid=1000000", #"{"dragonex_uid":1000000}"#)
            #expect(
                String(decoding: list.body, as: UTF8.self).contains(#""uid":1000001"#)
                    && !String(decoding: list.body, as: UTF8.self).contains("1000000}"))
            #expect(try await both("/api/v1/user/coin/detail/", "?coin_id=1", #"{"coin_id":1}"#).data?.text("total") == "1000003")
            #expect(
                try await both("/api/v1/open/user/coin/detail/", "?coin_code=usdt", #"{"coin_code":"usdt"}"#).data?.text("total")
                    == "1000000")
            #expect(try await both("/api/v1/open/user/coin/list/", "", "{}").code == 1)
            #expect(try await both("/api/v1/user/detail/", "", "{}").data?.text("uid") == "1000001")
            let status = try await both("/api/v1/token/status/", "", "{}")
            #expect(
                status.data?.text("app_id") == "sandbox-app" && status.data?.text("access_token_et") == tokens.data.text("access_token_et"))
            #expect(try await both("/api/v1/market/real/list/", "?symbols=BTC_USDT", #"{"symbols":"BTC_USDT"}"#).code == 1)
        }
    }

    /// No token moves money, or reads what is the app's (hazards, security test 19).
    @Test func noOtherEndpointAnswersAToken() async throws {
        try await Sandbox.run { sandbox in
            let tokens = try await sandbox.logIn()
            var refused = 0
            for endpoint in Routes.endpoints where !(endpoint is any ClientEndpoint.Type) {
                let answer = try await sandbox.send(Sandbox.ClientCall(endpoint.path, tokens.access, body: "{}"))
                #expect(answer.code == 11, "\(endpoint.path)")
                #expect(try await sandbox.read(endpoint.path, tokens.access).status == 405, "\(endpoint.path)")
                refused += 1
            }
            #expect(refused == 12)
        }
    }
}

extension Sandbox {
    /// Changes an app as an operator would.
    func change(_ id: String, _ change: (inout App) -> Void) async throws {
        var app = try #require(AppID(id).flatMap { platform.directory.current.apps[$0] })
        change(&app)
        try await platform.change(.updateApp(app))
    }
}
