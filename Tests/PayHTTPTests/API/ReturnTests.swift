import PayCore
import PayDomain
import PayLedger
import PaySandbox
import PayWire
import Testing

/// `return/do` (protocol, section 7).
@Suite struct ReturnTests {
    static let path = "/api/v1/pay/return/do/"

    /// - Parameter share: `"return_rate":"0.5"`, or nothing, or both.
    static func body(_ tradeNo: String, of original: String, _ share: String, desc: String = "d") -> String {
        #"{"ori_trade_no":"\#(original)","return_trade_no":"\#(tradeNo)","scene":"s","desc":"\#(desc)","device":"device00","#
            + (share.isEmpty ? #""x":1}"# : share + "}")
    }

    private static func rate(_ text: String) -> String { #""return_rate":"\#(text)""# }
    private static func volume(_ text: String) -> String { #""return_volume":"\#(text)""# }

    /// Bob pays the app on the page.
    private static func pay(_ sandbox: Sandbox, _ tradeNo: String, volume: String = "10", app: String = "sandbox-app") async throws {
        let url = try await sandbox.payURL(Sandbox.applyBody(tradeNo, volume: volume), app: app)
        #expect(try await sandbox.answerPayment(url, uid: Sandbox.bob).status == 200)
    }

    private static func total(_ sandbox: Sandbox, _ path: String, app: String = "sandbox-app") async throws -> String? {
        let isManager = path.contains("/admin/")
        let answer = try await sandbox.send(path, #"{\#(isManager ? "" : #""dragonex_uid":1000001,"#)"coin_code":"usdt"}"#, app: app)
        return answer.data?.text("total")
    }

    @Test func byRateByVolumeAndManyUpToTheWhole() async throws {
        try await Sandbox.run { sandbox in
            try await Self.pay(sandbox, "p")
            let first = try await sandbox.send(Self.path, Self.body("r1", of: "p", Self.rate("0.25")))
            #expect(first.code == 1, "\(first.message)")
            let order = try #require(first.data)
            #expect(
                order.members.map(\.name) == [
                    "id", "arrive_time", "coin_code", "create_time", "direction", "status", "trade_no", "uid", "volume", "cut_volume",
                    "order_type", "open_id", "ori_trade_no",
                ]
            )
            #expect(order.text("volume") == "2.5" && order.text("direction") == "2" && order.text("status") == "1")
            #expect(order.text("ori_trade_no") == "p" && order.text("order_type") == "1" && order.text("uid") == "1000001")
            #expect(try await sandbox.send(Sandbox.detail, #"{"trade_no":"r1"}"#).data == order)

            #expect(try await sandbox.send(Self.path, Self.body("r2", of: "p", Self.volume("7"))).code == 1)
            let over = try await sandbox.send(Self.path, Self.body("r3", of: "p", Self.volume("0.500000000000000001")))
            #expect(over.code == 8 && over.data?.members.isEmpty == true)
            #expect(try await sandbox.send(Self.path, Self.body("r3", of: "p", Self.rate("0.05"))).code == 1)
            #expect(try await sandbox.send(Self.path, Self.body("r4", of: "p", Self.volume("0.000000000000000001"))).code == 8)

            let original = try await sandbox.send(Sandbox.detail, #"{"trade_no":"p"}"#)
            #expect(original.data?.text("returned_volume") == "10" && original.data?.text("status") == "1")
            #expect(try await Self.total(sandbox, "/api/v1/user/coin/detail/") == "1000000")
            let history = try await sandbox.send("/api/v1/pay/order/history/", #"{"direction":2}"#)
            #expect(history.data?.text("total") == "3")
            #expect(String(decoding: history.body, as: UTF8.self).contains(#""ori_trade_no":"p""#))
            #expect(try await sandbox.ledgerHolds())
        }
    }

    @Test func eachRefusalHasItsCodeAndChangesNothing() async throws {
        try await Sandbox.run { sandbox in
            try await Self.pay(sandbox, "p")
            _ = try await sandbox.payURL(Sandbox.applyBody("applied"))
            #expect(try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("out")).code == 1)
            let before = try await sandbox.platform.store.proveLedger().chainHead
            let half = Self.rate("0.5")
            let rows: [(Int, String)] = [
                (8, Self.body("r", of: "p", "")), (8, Self.body("r", of: "p", half + "," + Self.volume("5"))),
                (8, Self.body("r", of: "p", Self.rate("0"))), (8, Self.body("r", of: "p", Self.rate("1.000000000000000001"))),
                (8, Self.body("r", of: "p", Self.rate("-0.5"))), (8, Self.body("r", of: "p", Self.rate("0.0000000000000000001"))),
                (8, Self.body("r", of: "p", Self.rate("50%"))), (8, Self.body("r", of: "p", Self.rate("1e-1"))),
                (8, Self.body("r", of: "p", #""return_rate":0.5"#)), (8, Self.body("r", of: "p", Self.volume("0"))),
                (8, Self.body("r", of: "p", Self.volume("-1"))), (8, Self.body("r", of: "p", Self.volume("10.1"))),
                (8, Self.body("r", of: "p", Self.volume("0.0000000000000000001"))), (8, Self.body("r", of: "p", #""return_volume":5"#)),
                (8, Self.body("r-r", of: "p", half)), (8, Self.body("r", of: "p p", half)), (8, Self.body("r", of: "out", half)),
                (11_027, Self.body("r", of: "none", half)), (11_027, Self.body("r", of: "applied", half)),
                (4_009, Self.body("p", of: "p", half)), (4_009, Self.body("out", of: "p", half)),
                (4_009, Self.body("applied", of: "p", half)),
            ]
            for (code, body) in rows {
                let answer = try await sandbox.send(Self.path, body)
                #expect(answer.code == code && answer.data?.members.isEmpty == true, "\(body): \(answer.message)")
            }
            // Another app has no such order.
            #expect(try await sandbox.send(Self.path, Self.body("r", of: "p", half), app: "sandbox-cut-app").code == 11_027)
            #expect(try await sandbox.platform.store.proveLedger().chainHead == before)
        }
    }

    @Test func theWholeByRateOneAndNoReturnOfAReturn() async throws {
        try await Sandbox.run { sandbox in
            try await Self.pay(sandbox, "p", volume: "0.000000000000000003")
            // Half of three smallest units is one; a third of one is none.
            let half = try await sandbox.send(Self.path, Self.body("r1", of: "p", Self.rate("0.5")))
            #expect(half.data?.text("volume") == "0.000000000000000001")
            #expect(try await sandbox.send(Self.path, Self.body("r2", of: "p", Self.rate("0.3"))).code == 8)
            #expect(try await sandbox.send(Self.path, Self.body("r2", of: "p", Self.rate("1"))).code == 8)
            #expect(try await sandbox.send(Self.path, Self.body("r2", of: "r1", Self.rate("1"))).code == 8)
            try await Self.pay(sandbox, "q")
            #expect(try await sandbox.send(Self.path, Self.body("r3", of: "q", Self.rate("1.0"))).data?.text("volume") == "10")
        }
    }

    @Test func aRepeatIsToldTheOrder() async throws {
        try await Sandbox.run { sandbox in
            try await Self.pay(sandbox, "p")
            let first = try await sandbox.send(Self.path, Self.body("r", of: "p", Self.rate("0.5")))
            // The same volume is the same return, however it is said; and it is repeated also when no more could be given back.
            #expect(try await sandbox.send(Self.path, Self.body("rest", of: "p", Self.volume("5"))).code == 1)
            for body in [Self.body("r", of: "p", Self.rate("0.50")), Self.body("r", of: "p", Self.volume("5"))] {
                let answer = try await sandbox.send(Self.path, body)
                #expect(answer.code == 4_009 && answer.data == first.data)
            }
            for body in [Self.body("r", of: "p", Self.rate("0.4")), Self.body("r", of: "p", Self.rate("0.5"), desc: "other")] {
                let answer = try await sandbox.send(Self.path, body)
                #expect(answer.code == 4_009 && answer.data?.members.isEmpty == true)
            }
            // The same call as a pay-out is another order.
            let asPayOut = try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("r", uid: "1000001", volume: "5"))
            #expect(asPayOut.code == 4_009 && asPayOut.data?.members.isEmpty == true)
        }
    }

    /// Hazards, fault 43.
    @Test func twentyReturnsOfThreeFromTenMakeThree() async throws {
        try await Sandbox.run { sandbox in
            try await Self.pay(sandbox, "p")
            let codes = try await sandbox.codes(20) { index in
                try await sandbox.send(Self.path, Self.body("r\(index)", of: "p", Self.volume("3")))
            }
            #expect(codes == [1: 3, 8: 17])
            #expect(try await sandbox.send(Sandbox.detail, #"{"trade_no":"p"}"#).data?.text("returned_volume") == "9")
            #expect(try await sandbox.ledgerHolds())
        }
    }

    @Test func onOpenAccountsItGoesBackThereAndTheCutStays() async throws {
        try await Sandbox.run { sandbox in
            let terms = Sandbox.LoginTerms(app: "sandbox-cut-app")
            let tokens = try await sandbox.signIn(terms, uid: Sandbox.bob)
            let pay = OpenAccountTests.payApp("p", uid: Sandbox.bob, volume: "100", payToken: tokens.pay)
            #expect(try await sandbox.send(OpenAccountTests.payAppPath, pay, app: terms.app).code == 1)
            // The app got 99, so that it cannot give back 100.
            #expect(try await sandbox.send(Self.path, Self.body("r", of: "p", Self.rate("1")), app: terms.app).code == 4_000)
            let answer = try await sandbox.send(Self.path, Self.body("r", of: "p", Self.rate("0.99")), app: terms.app)
            #expect(answer.code == 1 && answer.data?.text("order_type") == "3" && answer.data?.text("cut_volume") == "0")
            #expect(try await Self.total(sandbox, "/api/v1/open/user/coin/detail/", app: terms.app) == "999999")
            #expect(try await Self.total(sandbox, "/api/v1/open/admin/coin/detail/", app: terms.app) == "0")
            #expect(try await Self.total(sandbox, "/api/v1/user/coin/detail/", app: terms.app) == "1000000")
            #expect(try await Self.total(sandbox, "/api/v1/admin/coin/detail/", app: terms.app) == "1000")
            #expect(try await sandbox.ledgerHolds())
        }
    }

    @Test func itsCallbackIsDue() async throws {
        try await Sandbox.run { sandbox in
            _ = try await sandbox.control("/sandbox/apps/sandbox-app", #"{"callback_url":"http://127.0.0.1:9/"}"#)
            try await Self.pay(sandbox, "p")
            #expect(try await sandbox.send(Self.path, Self.body("r", of: "p", Self.rate("1"))).code == 1)
            let now = sandbox.clock.now()
            let claim = CallbackTurn.Claim(app: try sandbox.app().id, limit: 10)
            let turn = try await sandbox.platform.store.take(CallbackTurn(claims: [claim], now: now, leaseEnd: now))
            #expect(turn.claimed.map(\.order.key.tradeNo.text).sorted() == ["p", "r"])
        }
    }

    @Test func whatFailedIsNotGivenBack() async throws {
        try await Sandbox.run { sandbox in
            // Carol's five are too few when she confirms.
            let url = try await sandbox.payURL(Sandbox.applyBody("p", volume: "10"))
            let code = PaymentCode(try #require(Sandbox.query(of: url)?["code"]))
            let carol = try await sandbox.user(Sandbox.carol)
            let result = try await ConfirmPayment(sandbox.platform).run(code: code, app: nil, as: carol.id, tradePassword: "123456")
            #expect(result.order?.status == .failed)
            #expect(try await sandbox.send(Self.path, Self.body("r", of: "p", Self.rate("1"))).code == 11_041)
        }
    }
}
