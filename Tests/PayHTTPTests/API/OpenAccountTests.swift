import PayCore
import PayDomain
import PaySandbox
import PayWire
import Testing

/// Payments between open accounts, and assets on both books (protocol, section 7).
@Suite struct OpenAccountTests {
    static let payAppPath = "/api/v1/open/pay/user2app/do/"
    static let payUserPath = "/api/v1/open/pay/app2user/do/"

    static func payApp(
        _ tradeNo: String, uid: Int = Sandbox.alice, volume: String = "1", coin: String = "usdt", payToken: String, more: String = ""
    ) -> String {
        Sandbox.payOutBody(tradeNo, uid: "\(uid)", coin: coin, volume: volume, more: #","pay_token":"\#(payToken)"\#(more)"#)
    }

    private static func total(_ sandbox: Sandbox, _ path: String, uid: Int? = nil, app: String = "sandbox-app") async throws -> String? {
        let owner = uid.map { #""dragonex_uid":\#($0),"# } ?? ""
        return try await sandbox.send(path, #"{\#(owner)"coin_code":"usdt"}"#, app: app).data?.text("total")
    }

    @Test func aPaymentTakesTheCutAndLeavesSpotAlone() async throws {
        try await Sandbox.run { sandbox in
            let terms = Sandbox.LoginTerms(app: "sandbox-cut-app")
            let tokens = try await sandbox.signIn(terms, uid: Sandbox.alice)
            let answer = try await sandbox.send(Self.payAppPath, Self.payApp("t", volume: "10", payToken: tokens.pay), app: terms.app)
            let order = try #require(answer.data, "\(answer.message)")
            #expect(
                order.members.map(\.name) == [
                    "id", "arrive_time", "coin_code", "create_time", "direction", "status", "trade_no", "uid", "volume", "cut_volume",
                    "order_type", "open_id",
                ]
            )
            #expect(order.text("order_type") == "3" && order.text("direction") == "1" && order.text("status") == "1")
            #expect(order.text("volume") == "10" && order.text("cut_volume") == "0.1" && order.text("uid") == "1000000")
            #expect(order.text("arrive_time") == order.text("create_time"))
            #expect(try await sandbox.send(Sandbox.detail, #"{"trade_no":"t"}"#, app: terms.app).data == order)

            let app = terms.app
            #expect(try await Self.total(sandbox, "/api/v1/open/user/coin/detail/", uid: Sandbox.alice, app: app) == "90")
            #expect(try await Self.total(sandbox, "/api/v1/user/coin/detail/", uid: Sandbox.alice, app: app) == "12.80740525428")
            #expect(try await Self.total(sandbox, "/api/v1/open/admin/coin/detail/", app: app) == "9.9")
            #expect(try await Self.total(sandbox, "/api/v1/admin/coin/detail/", app: app) == "1000")
            let list = try await sandbox.send("/api/v1/open/admin/coin/list/", "{}", app: app)
            let expected = #"[{"code":"usdt","coin_id":1,"frozen":"0","total":"9.9","uid":900001}]"#
            #expect(String(decoding: list.body, as: UTF8.self) == #"{"ok":true,"code":1,"msg":"","data":\#(expected)}"#)
            #expect(try await sandbox.ledgerHolds())
        }
    }

    @Test func aPayOutMovesOpenMoney() async throws {
        try await Sandbox.run { sandbox in
            let answer = try await sandbox.send(Self.payUserPath, Sandbox.payOutBody("t", volume: "7"))
            #expect(
                answer.data?.text("order_type") == "3" && answer.data?.text("direction") == "2" && answer.data?.text("cut_volume") == "0")
            #expect(try await Self.total(sandbox, "/api/v1/open/user/coin/detail/", uid: Sandbox.alice) == "107")
            #expect(try await Self.total(sandbox, "/api/v1/user/coin/detail/", uid: Sandbox.alice) == "12.80740525428")
            #expect(try await Self.total(sandbox, "/api/v1/open/admin/coin/detail/") == "999993")
            #expect(try await Self.total(sandbox, "/api/v1/admin/coin/detail/") == "1000000000")
            let spot = try await sandbox.send("/api/v1/admin/coin/list/", "{}")
            #expect(
                String(decoding: spot.body, as: UTF8.self).contains(
                    #""code":"dt","coin_id":3,"frozen":"0","total":"1000000000","uid":900000"#))
            let byType = try await sandbox.send("/api/v1/pay/order/history/", #"{"order_type":3}"#)
            #expect(byType.data?.text("total") == "1")
            #expect(try await sandbox.send("/api/v1/pay/order/history/", #"{"order_type":1}"#).data?.text("total") == "0")
            #expect(try await sandbox.send("/api/v1/admin/coin/detail/", #"{"coin_code":"nope"}"#).code == 8)
            #expect(try await sandbox.send("/api/v1/open/admin/coin/detail/", #"{"coin_id":4}"#).data?.text("total") == "0")
            #expect(try await sandbox.ledgerHolds())
        }
    }

    @Test func eachRefusalHasItsCodeAndChangesNothing() async throws {
        try await Sandbox.run { sandbox in
            let token = try await sandbox.signIn(uid: Sandbox.alice).pay
            let bobs = try await sandbox.signIn(uid: Sandbox.bob).pay
            let elsewhere = try await sandbox.signIn(Sandbox.LoginTerms(app: "sandbox-cut-app"), uid: Sandbox.alice).pay
            let mallorys = try await sandbox.signIn(uid: 1_000_003).pay
            let managers = try await sandbox.signIn(uid: 900_000).pay
            let before = try await sandbox.platform.store.proveLedger().chainHead
            let rows: [(Int, String)] = [
                (11_034, Self.payApp("t", payToken: "AAAAAAAAAAAAAAAAAAAA")), (11_034, Self.payApp("t", payToken: token.lowercased())),
                (11_034, Self.payApp("t", payToken: bobs)), (11_034, Self.payApp("t", payToken: elsewhere)),
                (11_034, Self.payApp("t", uid: Sandbox.bob, payToken: token)), (8, Self.payApp("t", payToken: "")),
                (8, Sandbox.payOutBody("t")), (4_000, Self.payApp("t", volume: "100.1", payToken: token)),
                (4_000, Self.payApp("t", coin: "dt", payToken: token)), (11_030, Self.payApp("t", uid: 900_000, payToken: managers)),
                (1_121, Self.payApp("t", uid: 1_000_003, payToken: mallorys)), (11_031, Self.payApp("t", coin: "btc", payToken: token)),
                (8, Self.payApp("t", volume: "0", payToken: token)), (8, Self.payApp("t t", payToken: token)),
                (8, Self.payApp("t", uid: 42, payToken: token)), (8, Self.payApp("t", uid: 0, payToken: token)),
                (11_015, Self.payApp("t", uid: 0, payToken: token, more: #","open_id":"nobody""#)),
                (8, Self.payApp("t", payToken: token, more: #","open_id":"b0b81c0e35855a48bb1157295dd63ce5""#)),
            ]
            for (code, body) in rows {
                let answer = try await sandbox.send(Self.payAppPath, body)
                #expect(answer.code == code && answer.data?.members.isEmpty == true, "\(body): \(answer.message)")
            }
            let payOuts: [(Int, String)] = [
                (4_000, Sandbox.payOutBody("t", volume: "1000000.1")), (4_000, Sandbox.payOutBody("t", coin: "dt")),
                (11_030, Sandbox.payOutBody("t", uid: "900000")), (1_121, Sandbox.payOutBody("t", uid: "1000003")),
                (11_031, Sandbox.payOutBody("t", coin: "btc")), (8, Sandbox.payOutBody("t", uid: "42")),
            ]
            for (code, body) in payOuts { #expect(try await sandbox.send(Self.payUserPath, body).code == code, "\(body)") }
            for path in [Self.payAppPath, Self.payUserPath] {
                #expect(try await sandbox.send(path, Self.payApp("t", payToken: token), app: "sandbox-limited-app").code == 11_006)
            }
            #expect(try await sandbox.platform.store.proveLedger().chainHead == before)
        }
    }

    @Test func aPayTokenLivesAsLongAsItsLogin() async throws {
        try await Sandbox.run { sandbox in
            func pay(_ tradeNo: String, _ token: String) async throws -> Int? {
                try await sandbox.send(Self.payAppPath, Self.payApp(tradeNo, payToken: token)).code
            }
            let first = try await sandbox.signIn(uid: Sandbox.alice)
            #expect(try await pay("t1", first.pay) == 1)
            let second = try Sandbox.Tokens(try await sandbox.send(Sandbox.refreshPath, first.pair))
            #expect(try await pay("t2", first.pay) == 11_034)
            #expect(try await pay("t2", second.pay) == 1)
            try await sandbox.advance(7_200)
            #expect(try await pay("t3", second.pay) == 11_034)
            // Whoever lost an answer learns what happened, whatever has become of the token since.
            #expect(try await pay("t2", second.pay) == 4_009)
            let third = try Sandbox.Tokens(try await sandbox.send(Sandbox.refreshPath, second.pair))
            #expect(try await pay("t3", third.pay) == 1)
            _ = try await sandbox.send(Sandbox.logOutPath, #"{"access_token":"\#(third.access)"}"#)
            #expect(try await pay("t4", third.pay) == 11_034)
            #expect(try await Self.total(sandbox, "/api/v1/open/user/coin/detail/", uid: Sandbox.alice) == "97")
        }
    }

    @Test func aUsersOwnCapIsAnotherLimitThanTheAppsOwn() async throws {
        try await Sandbox.run { sandbox in
            let token = try await sandbox.signIn(uid: Sandbox.alice).pay
            func pay(_ tradeNo: String, _ volume: String, token: String) async throws -> Sandbox.Answer {
                try await sandbox.send(Self.payAppPath, Self.payApp(tradeNo, volume: volume, payToken: token))
            }
            #expect(try await pay("t1", "3", token: token).code == 1)
            let (app, alice) = (try #require(AppID("sandbox-app")), try #require(UserID(Int64(Sandbox.alice))))
            let usdt = try #require(sandbox.platform.directory.current.coinsByCode["usdt"])
            try await SetSpendingCap(sandbox.platform).run(try Amount("5", scale: usdt.scale), of: usdt, at: app, as: alice)
            let refused = try await pay("t2", "2.5", token: token)
            #expect(refused.code == 11_032 && refused.message.contains("user's own cap"), "\(refused.message)")
            #expect(try await pay("t2", "2", token: token).code == 1)
            // It comes before the balance and after the token; pay-outs and the other app are not concerned.
            #expect(try await pay("t3", "1000000", token: token).code == 11_032)
            #expect(try await pay("t3", "1000000", token: "other").code == 11_034)
            #expect(try await sandbox.send(Self.payUserPath, Sandbox.payOutBody("o1", volume: "10")).code == 1)
            let terms = Sandbox.LoginTerms(app: "sandbox-cut-app")
            let other = try await sandbox.signIn(terms, uid: Sandbox.alice).pay
            #expect(try await sandbox.send(Self.payAppPath, Self.payApp("t1", volume: "9", payToken: other), app: terms.app).code == 1)

            let entry = try #require(try await ListSpendingCaps(sandbox.platform).run(of: alice).first)
            #expect(entry.takenToday.text(scale: usdt.scale) == "5" && entry.remaining.isZero)
            _ = try await sandbox.control("/sandbox/clock/advance", #"{"seconds":86400}"#)
            let tomorrow = try await sandbox.signIn(uid: Sandbox.alice).pay
            #expect(try await pay("t3", "5", token: tomorrow).code == 1)
            #expect(try await sandbox.ledgerHolds())
        }
    }

    @Test func aRepeatIsToldTheOrderAndAnotherPaymentIsNot() async throws {
        try await Sandbox.run { sandbox in
            let token = try await sandbox.signIn(uid: Sandbox.alice).pay
            let paid = try await sandbox.send(Self.payAppPath, Self.payApp("in", payToken: token))
            let out = try await sandbox.send(Self.payUserPath, Sandbox.payOutBody("out"))
            for (path, body, expected) in [
                (Self.payAppPath, Self.payApp("in", payToken: token), paid), (Self.payAppPath, Self.payApp("in", payToken: "other"), paid),
                (Self.payUserPath, Sandbox.payOutBody("out"), out),
            ] {
                let answer = try await sandbox.send(path, body)
                #expect(answer.code == 4_009 && answer.data == expected.data && answer.data?.members.isEmpty == false)
            }
            for (path, body) in [
                (Self.payAppPath, Self.payApp("in", volume: "2", payToken: token)), (Self.payAppPath, Self.payApp("out", payToken: token)),
                (Self.payUserPath, Sandbox.payOutBody("out", volume: "2")), (Self.payUserPath, Sandbox.payOutBody("in")),
                (Sandbox.payOut, Sandbox.payOutBody("out")), (Sandbox.payOut, Sandbox.payOutBody("in")),
            ] {
                let answer = try await sandbox.send(path, body)
                #expect(answer.code == 4_009 && answer.data?.members.isEmpty == true, "\(path) \(body)")
            }
            #expect(try await Self.total(sandbox, "/api/v1/open/user/coin/detail/", uid: Sandbox.alice) == "100")
        }
    }

    /// Hazards, fault 48: what races the end of the login is decided by the order of commits.
    @Test func noPaymentIsMadeAfterTheLogoutWasAnswered() async throws {
        try await Sandbox.run { sandbox in
            let tokens = try await sandbox.signIn(uid: Sandbox.alice)
            let codes = try await sandbox.codes(20) { index in
                if index == 10 { return try await sandbox.send(Sandbox.logOutPath, #"{"access_token":"\#(tokens.access)"}"#) }
                return try await sandbox.send(Self.payAppPath, Self.payApp("t\(index)", payToken: tokens.pay))
            }
            #expect(codes[1, default: 0] + codes[11_034, default: 0] == 20, "\(codes)")
            #expect(try await sandbox.send(Self.payAppPath, Self.payApp("after", payToken: tokens.pay)).code == 11_034)
            let history = try await sandbox.send("/api/v1/pay/order/history/", "{}")
            #expect(history.data?.text("total") == String(codes[1, default: 0] - 1))
            #expect(try await sandbox.ledgerHolds())
        }
    }
}
