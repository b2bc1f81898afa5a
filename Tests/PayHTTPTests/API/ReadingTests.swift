import PayCore
import PayDomain
import PaySandbox
import PayWire
import Testing

/// Orders, assets and redo (protocol, 5.5 to 5.8).
@Suite struct ReadingTests {
    private static let history = "/api/v1/pay/order/history/"

    private static func list(_ answer: Sandbox.Answer) -> [String] {
        guard case .array(let items)? = answer.data?["list"] else { return [] }
        return items.compactMap { item in
            guard case .object(let order) = item else { return nil }
            return order.text("trade_no")
        }
    }

    @Test func historyFiltersAndPages() async throws {
        try await Sandbox.run { sandbox in
            for index in 1...25 {
                let uid = index % 2 == 0 ? "1000000" : "1000001"
                let coin = index % 5 == 0 ? "dt" : "usdt"
                #expect(try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("h\(index)", uid: uid, coin: coin)).code == 1)
            }
            let first = try await sandbox.send(Self.history, "{}")
            #expect(first.data?.text("total") == "25")
            #expect(Self.list(first) == (6...25).reversed().map { "h\($0)" })
            let second = try await sandbox.send(Self.history, #"{"offset":"20","limit":20}"#)
            #expect(Self.list(second) == (1...5).reversed().map { "h\($0)" })
            // A coin that the app may not use, and one that there is not; a wrong parameter goes before both.
            for coin in ["btc", "zzz"] {
                #expect(try await sandbox.send(Self.history, #"{"coin_code":"\#(coin)"}"#).code == 11_031)
                #expect(try await sandbox.send(Self.history, #"{"coin_code":"\#(coin)","limit":21}"#).code == 8)
            }
            let filtered = try await sandbox.send(Self.history, #"{"coin_code":"dt","uid":"1000000","direction":2,"trans_type":1}"#)
            #expect(Self.list(filtered) == ["h20", "h10"])
            #expect(try await sandbox.send(Self.history, #"{"direction":1}"#).data?.text("total") == "0")
            let now = sandbox.clock.now().seconds
            #expect(try await sandbox.send(Self.history, #"{"end_time":\#(now - 100)}"#).data?.text("total") == "0")
            #expect(try await sandbox.send(Self.history, #"{"start_time":\#(now - 100)}"#).data?.text("total") == "25")
            #expect(try await sandbox.send(Self.history, #"{"start_time":\#(now + 100)000000000}"#).data?.text("total") == "0")
            #expect(Self.list(try await sandbox.send(Self.history, #"{"offset":9223372036854775807}"#)) == [])
            for body in [
                #"{"limit":21}"#, #"{"limit":-1}"#, #"{"offset":-1}"#, #"{"direction":3}"#, #"{"order_type":5}"#, #"{"uid":true}"#,
            ] {
                #expect(try await sandbox.send(Self.history, body).code == 8, "\(body)")
            }
            // Another app sees nothing of it.
            #expect(try await sandbox.send(Self.history, "{}", app: "sandbox-cut-app").data?.text("total") == "0")
            #expect(try await sandbox.send(Sandbox.detail, #"{"trade_no":"h1"}"#, app: "sandbox-cut-app").code == 11_027)
        }
    }

    @Test func assets() async throws {
        try await Sandbox.run { sandbox in
            let list = "/api/v1/user/coin/list/"
            let detail = "/api/v1/user/coin/detail/"
            let all = try await sandbox.send(list, #"{"dragonex_uid":1000000}"#)
            let expected =
                #"[{"code":"usdt","coin_id":1,"frozen":"1.4780056","total":"12.80740525428","uid":1000000},"#
                + #"{"code":"dc","coin_id":2,"frozen":"0","total":"512.4755","uid":1000000}]"#
            #expect(String(decoding: all.body, as: UTF8.self) == #"{"ok":true,"code":1,"msg":"","data":\#(expected)}"#)
            let open = #""open_id":"59991c0e35855a48bb1157295dd63ce4""#
            #expect(try await sandbox.send(detail, #"{\#(open),"coin_code":"dc"}"#).data?.text("total") == "512.4755")
            #expect(try await sandbox.send(detail, #"{\#(open),"coin_id":"3"}"#).data?.text("total") == "0")
            let rows: [(Int, String, String)] = [
                (8, detail, #"{\#(open)}"#), (8, detail, #"{\#(open),"coin_code":"nope"}"#), (8, detail, #"{\#(open),"coin_id":99}"#),
                (8, detail, #"{\#(open),"coin_id":1,"coin_code":"dc"}"#), (8, list, "{}"),
                (8, list, #"{\#(open),"dragonex_uid":1000001}"#), (11_015, list, #"{"dragonex_uid":1000002}"#),
                (11_015, list, #"{"dragonex_uid":42}"#), (11_015, list, #"{"open_id":"unknown"}"#),
            ]
            for (code, path, body) in rows { #expect(try await sandbox.send(path, body).code == code, "\(path) \(body)") }
            // The limited app owns scope 7 but alice never authorised it.
            #expect(try await sandbox.send(list, #"{"dragonex_uid":1000000}"#, app: "sandbox-limited-app").code == 11_015)
            let user = try #require(UserID(1_000_002))
            let app = try #require(AppID("sandbox-app"))
            let grant = Grant(
                app: app, user: user, openID: try #require(OpenID("carol_open_id")), unionID: try #require(UnionID("carol_union_id")),
                scopes: ScopeSet([.signIn]))
            try await sandbox.platform.change(.setGrant(grant))
            #expect(try await sandbox.send(list, #"{"dragonex_uid":1000002}"#).code == 11_017)
        }
    }

    @Test func redo() async throws {
        try await Sandbox.run { sandbox in
            let path = "/api/v1/pay/callback/redo/"
            #expect(try await sandbox.send(path, #"{"trade_no":"none"}"#).code == 11_027)
            _ = try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("t1"))
            let answer = try await sandbox.send(path, #"{"trade_no":"t1"}"#)
            #expect(answer.code == 1)
            #expect(answer.data?.members.isEmpty == true)
            #expect(try await sandbox.ledgerHolds())
        }
    }

    @Test func theEnvelopeMemberIsTheApps() async throws {
        try await Sandbox.run { sandbox in
            _ = try await sandbox.control("/sandbox/apps/sandbox-app", #"{"envelope_member":"Data"}"#)
            let answer = try await sandbox.send(Sandbox.detail, #"{"trade_no":"none"}"#)
            #expect(answer.json?.members.map(\.name) == ["ok", "code", "msg", "Data"])
        }
    }
}
