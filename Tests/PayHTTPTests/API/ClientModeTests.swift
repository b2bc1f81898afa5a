import PayCore
import PayDomain
import PayHTTP
import PaySandbox
import PayWire
import Testing

/// Calls of apps on users' devices (protocol, section 4).
@Suite struct ClientModeTests {
    private static let history = "/api/v1/pay/order/history/"

    /// What each endpoint is asked with, so that it answers 1: as a query and as a body.
    private static let parameters: [String: [(String, String)]] = [
        "/api/v1/pay/order/detail": [("trade_no", "mine")],
        "/api/v1/user/coin/detail": [("coin_code", "usdt")],
        "/api/v1/open/user/coin/detail": [("coin_id", "1")],
        "/api/v1/market/real/list": [("symbols", "DT_USDT")],
    ]

    private static func query(_ parameters: [(String, String)]) -> String {
        parameters.isEmpty ? "" : "?" + parameters.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    }

    @Test func eachEndpointAnswersByGetAndByPost() async throws {
        try await Sandbox.run { sandbox in
            #expect(try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("mine")).code == 1)
            let tokens = try await sandbox.signIn(uid: Sandbox.alice)
            let endpoints = Routes.endpoints.filter { $0 is any ClientEndpoint.Type }
            #expect(endpoints.count == 10)
            // A logout ends the token, so it comes last.
            for endpoint in endpoints where endpoint.path != "/api/v1/login/logout" {
                let parameters = Self.parameters[endpoint.path] ?? []
                let byGet = try await sandbox.send(Sandbox.ClientCall("\(endpoint.path)/\(Self.query(parameters))", token: tokens.access))
                let post = Sandbox.ClientCall("\(endpoint.path)/", token: tokens.access, body: JSONText(parameters).text)
                let byPost = try await sandbox.send(post)
                #expect(byGet.code == 1, "\(endpoint.path): \(byGet.message)")
                #expect(byGet.body == byPost.body, "\(endpoint.path)")
                for answer in [byGet, byPost] {
                    for name in ["dragonex-sign", "dragonex-ts", "imugi-signature"] {
                        #expect(answer.header(name) == nil, "\(endpoint.path)")
                    }
                }
            }
            let other = try await sandbox.signIn(uid: Sandbox.alice)
            #expect(try await sandbox.send(Sandbox.ClientCall(Sandbox.logOutPath, token: tokens.access)).code == 1)
            #expect(try await sandbox.send(Sandbox.ClientCall(Sandbox.logOutPath, token: other.access, body: "{}")).code == 1)
        }
    }

    /// A call with everything wrong is refused for the first thing; mending one after the other walks the whole order.
    @Test func refusalsComeInTheProtocolsOrder() async throws {
        try await Sandbox.run { sandbox in
            let terms = Sandbox.LoginTerms(app: "sandbox-limited-app", scopes: "1,7")
            _ = try await sandbox.control("/sandbox/apps/\(terms.app)", #"{"enabled":false}"#)
            var call = Sandbox.ClientCall("/api/v1/open/user/coin/detail/?coin_id=1&coin_id=1", token: "malformed")
            call.app = "nobody"
            call.device = "device99"
            call.time = "now"
            func expect(_ code: Int) async throws {
                let answer = try await sandbox.send(call)
                #expect(answer.code == code, "\(answer.message)")
                #expect(answer.status == 200 && answer.header("dragonex-sign") == nil && answer.header("imugi-signature") == nil)
            }
            try await expect(11_003)
            call.app = terms.app
            try await expect(11_005)
            _ = try await sandbox.control("/sandbox/apps/\(terms.app)", #"{"enabled":true}"#)
            try await expect(11_022)

            let revoked = try await sandbox.signIn(terms, uid: Sandbox.carol)
            _ = try await sandbox.send(Sandbox.logOutPath, #"{"access_token":"\#(revoked.access)"}"#, app: terms.app)
            let expired = try await sandbox.signIn(terms, uid: Sandbox.carol)
            try await sandbox.advance(7_200)
            let live = try await sandbox.signIn(Sandbox.LoginTerms(app: terms.app, scopes: "1"), uid: Sandbox.carol)

            call.token = String(repeating: "0", count: 64)
            try await expect(11_019)
            call.token = revoked.access
            try await expect(11_020)
            call.token = expired.access
            try await expect(11_021)
            call.token = live.access
            try await expect(11_026)
            call.device = "device00"
            try await expect(9_020)
            call.time = String(sandbox.clock.now().seconds - 302)
            try await expect(9_021)
            call.time = nil
            try await expect(11_007)
            call.path = "/api/v1/user/coin/detail/?coin_id=1&coin_id=1"
            try await expect(11_017)
            let granted = try await sandbox.signIn(terms, uid: Sandbox.carol)
            call.token = granted.access
            try await expect(8)
            call.path = "/api/v1/user/coin/detail/?coin_id=1"
            try await expect(1)
        }
    }

    @Test func headersAreSentOnceAndWithinFiveMinutes() async throws {
        try await Sandbox.run { sandbox in
            let tokens = try await sandbox.signIn(uid: Sandbox.alice)
            let good = Sandbox.ClientCall(Sandbox.tokenStatus, token: tokens.access)
            let now = sandbox.clock.now().seconds
            let rows: [(Int, (inout Sandbox.ClientCall) -> Void)] = [
                (1, { _ in }), (1, { $0.time = String(now - 290) }), (1, { $0.time = String(now + 300) }),
                (9_021, { $0.time = String(now - 301) }), (9_021, { $0.time = String(now + 320) }),
                (9_021, { $0.time = String(Int64.min) }), (9_021, { $0.time = String(Int64.max) }), (9_021, { $0.time = "0" }),
                (9_020, { $0.time = "9223372036854775808" }), (9_020, { $0.time = "" }), (9_020, { $0.time = "\(now).0" }),
                (9_020, { $0.time = "+\(now)" }), (9_020, { $0.sendsTime = false }), (9_020, { $0.extraHeaders = [("ts", "\(now)")] }),
                (11_026, { $0.device = nil }), (11_026, { $0.device = "DEVICE00" }),
                (11_026, { $0.extraHeaders = [("device", "device00")] }), (11_022, { $0.token = "" }),
                (11_022, { $0.token = tokens.access.uppercased() }), (11_022, { $0.extraHeaders = [("at", tokens.access)] }),
                (11_022, { $0.token = tokens.access + "0" }), (11_019, { $0.token = tokens.refresh }), (11_019, { $0.token = nil }),
                (11_003, { $0.app = nil }), (11_003, { $0.extraHeaders = [("app-id", "sandbox-app")] }),
                (11_019, { $0.app = "sandbox-cut-app" }),
            ]
            for (index, (code, change)) in rows.enumerated() {
                var call = good
                change(&call)
                // A second of another clock would do no harm: every row is seconds away from the window's edge, or on its inside.
                let answer = try await sandbox.send(call)
                #expect(answer.code == code, "row \(index): \(answer.message)")
            }
        }
    }

    /// Hazards, test 18.
    @Test func onlyTheTokensUserIsVisible() async throws {
        try await Sandbox.run { sandbox in
            for (tradeNo, uid) in [("alices", "1000000"), ("bobs", "1000001")] {
                #expect(try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody(tradeNo, uid: uid)).code == 1)
            }
            let token = try await sandbox.signIn(uid: Sandbox.alice).access
            func get(_ path: String) async throws -> Sandbox.Answer { try await sandbox.send(Sandbox.ClientCall(path, token: token)) }
            #expect(try await get(Sandbox.detail + "?trade_no=bobs").code == 11_027)
            let own = try await get(Sandbox.detail + "?trade_no=alices")
            #expect(own.data?.text("uid") == "1000000" && own.data?["open_id"] == nil)
            for query in ["", "?uid=1000001", "?uid=0", "?uid=nonsense"] {
                let orders = try await get(Self.history + query)
                #expect(orders.data?.text("total") == "1", "\(query)")
            }
            let others = Sandbox.ClientCall(Self.history, token: token, body: #"{"uid":1000001}"#)
            #expect(try await sandbox.send(others).data?.text("total") == "1")
            let assets = try await get(
                "/api/v1/user/coin/detail/?coin_code=usdt&dragonex_uid=1000001&open_id=b0b81c0e35855a48bb1157295dd63ce5")
            #expect(assets.data?.text("uid") == "1000000" && assets.data?.text("total") == "13.80740525428")
            let names = try await get("/api/v1/user/detail/?open_id=b0b81c0e35855a48bb1157295dd63ce5")
            #expect(names.data?.text("uid") == "1000000")
        }
    }

    /// Hazards, test 19.
    @Test func whatIsForServersAnswersNoToken() async throws {
        try await Sandbox.run { sandbox in
            let tokens = try await sandbox.signIn(uid: Sandbox.alice)
            let before = try await sandbox.platform.store.proveLedger().chainHead
            let endpoints = Routes.endpoints.filter { !($0 is any ClientEndpoint.Type) }
            #expect(endpoints.contains { $0.path.hasSuffix("app2user/do") } && endpoints.contains { $0.path.hasSuffix("return/do") })
            for endpoint in endpoints {
                let body = OpenAccountTests.payApp("t", payToken: tokens.pay)
                let call = Sandbox.ClientCall(endpoint.path + "/", token: tokens.access, body: body)
                let answer = try await sandbox.send(call)
                #expect(answer.code == 11 && answer.header("dragonex-sign") == nil, "\(endpoint.path)")
                #expect(
                    try await sandbox.send(Sandbox.ClientCall(endpoint.path + "/", token: tokens.access)).status == 405, "\(endpoint.path)")
            }
            #expect(try await sandbox.platform.store.proveLedger().chainHead == before)
        }
    }

    @Test func aSignedCallIsTheServersWhateverElseItCarries() async throws {
        try await Sandbox.run { sandbox in
            let tokens = try await sandbox.signIn(uid: Sandbox.alice)
            #expect(try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("bobs", uid: "1000001")).code == 1)
            var both = Sandbox.Call(Sandbox.detail, #"{"trade_no":"bobs"}"#)
            both.extraHeaders = [("at", tokens.access), ("ts", "0"), ("device", "device00")]
            let answer = try await sandbox.send(both)
            #expect(answer.code == 1 && answer.data?["open_id"] != nil && answer.header("dragonex-sign") != nil)
            both.secret = "wrong"
            #expect(try await sandbox.send(both).code == 9_004)

            var byGet = Sandbox.ClientCall(Sandbox.detail + "?trade_no=alices", token: tokens.access)
            byGet.extraHeaders = [("Auth", "sandbox-app-access-key:x")]
            let refused = try await sandbox.send(byGet)
            #expect(refused.status == 405 && refused.header("Allow") == "POST")
            // What has no server mode says so to a server.
            #expect(try await sandbox.send(Sandbox.tokenStatus, "{}").code == 11)
        }
    }

    @Test func aQueryIsReadStrictly() async throws {
        try await Sandbox.run { sandbox in
            let token = try await sandbox.signIn(uid: Sandbox.alice).access
            let rows: [(Int, String)] = [
                (8, Sandbox.detail), (8, Sandbox.detail + "?trade_no=a&trade_no=b"), (8, Sandbox.detail + "?trade_no=a&trade_no=a"),
                (8, Sandbox.detail + "?trade_no="), (8, Sandbox.detail + "?trade_no=%zz"), (8, Self.history + "?limit=21"),
                (8, Self.history + "?limit=1&limit=1"), (11_027, Sandbox.detail + "?trade_no=a"),
                (11_027, Sandbox.detail + "?trade_no=%61"),
                (1, Self.history + "?limit=20&offset=0&coin_code=&direction=0&start_time=0&end_time=0&order_type=0"),
            ]
            for (code, path) in rows {
                #expect(try await sandbox.send(Sandbox.ClientCall(path, token: token)).code == code, "\(path)")
            }
            #expect(try await sandbox.send(Sandbox.ClientCall(Sandbox.detail, token: token, body: "{")).code == 8)
            let asText = Sandbox.ClientCall(Sandbox.detail, token: token)
            #expect(try await sandbox.send(asText).header("Content-Type") == "application/json")
        }
    }
}
