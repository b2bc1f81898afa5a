import PayCore
import PayDomain
import PayWire
import Testing

/// `user2app/pre` and what follows from it (protocol, 5.1 and 5.2).
@Suite struct PaymentTests {
    @Test func aPaymentAllTheWay() async throws {
        try await Sandbox.run { sandbox in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1", volume: "10.5"), app: "sandbox-cut-app")
            #expect(url.hasPrefix("http://127.0.0.1:8080/oauth/pay?app_id=sandbox-cut-app&trade_no=p1&coin_code=usdt&volume=10.5&"))
            // What was only applied for is no order yet.
            #expect(try await sandbox.send(Sandbox.detail, #"{"trade_no":"p1"}"#, app: "sandbox-cut-app").code == 11_027)
            let answer = try await sandbox.answerPayment(url, uid: 1_000_001)
            #expect(answer.status == 200)
            let expected =
                "https://example.com/back?x=1&id=1000001&uid=1000001&coin_code=usdt&volume=10.5&cut_volume=0.105&trade_no=p1"
                + "&direction=1&status=1&state=state000"
            #expect(answer.json?.text("redirect_url") == expected)
            let order = try await sandbox.send(Sandbox.detail, #"{"trade_no":"p1"}"#, app: "sandbox-cut-app")
            #expect(order.data?.text("cut_volume") == "0.105")
            #expect(order.data?.text("direction") == "1")
            #expect(try await sandbox.ledgerHolds())
        }
    }

    @Test func eachRefusalOfAnApplication() async throws {
        try await Sandbox.run { sandbox in
            let rows: [(Int, String)] = [
                (8, Sandbox.applyBody("p", state: "short")),
                (8, Sandbox.applyBody("p", state: "seventeen_letters")),
                (8, Sandbox.applyBody("p", more: #","domain":"evil.example""#)),
                (8, Sandbox.applyBody("p", more: #","specify_dragonex_uid":42"#)),
                (11_031, Sandbox.applyBody("p", coin: "btc")),
                (11_038, Sandbox.applyBody("p", redirect: "https://evil.example/")),
                (11_038, Sandbox.applyBody("p", redirect: "https://example.com.evil.example/")),
                (11_038, Sandbox.applyBody("p", redirect: "https://user@example.com/")),
                (11_038, Sandbox.applyBody("p", redirect: "https://example.com/#f")),
                (11_038, Sandbox.applyBody("p", redirect: "javascript:alert(1)")),
                (11_038, Sandbox.applyBody("p", redirect: "https://example.com/?status=1")),
            ]
            for (code, body) in rows {
                let answer = try await sandbox.send(Sandbox.apply, body)
                #expect(answer.code == code, "\(body): \(answer.message)")
            }
            #expect(try await sandbox.send(Sandbox.apply, Sandbox.applyBody("p"), app: "sandbox-limited-app").code == 11_006)
            let url = try await sandbox.payURL(Sandbox.applyBody("q", more: #","domain":"pay.example.com""#))
            #expect(url.hasPrefix("https://pay.example.com/oauth/pay?"))
        }
    }

    @Test func applyingAgainReplacesTheCode() async throws {
        try await Sandbox.run { sandbox in
            let first = try await sandbox.payURL(Sandbox.applyBody("p1"))
            let second = try await sandbox.payURL(Sandbox.applyBody("p1"))
            #expect(first != second)
            #expect(try await sandbox.send(Sandbox.apply, Sandbox.applyBody("p1", volume: "11")).code == 4_009)
            #expect(try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("p1")).code == 4_009)
            #expect(try await sandbox.answerPayment(first, uid: 1_000_001).status == 409)
            #expect(try await sandbox.answerPayment(second, uid: 1_000_001).status == 200)
            #expect(try await sandbox.send(Sandbox.apply, Sandbox.applyBody("p1")).code == 4_009)
        }
    }

    @Test func everyEndingThatIsNoRedirect() async throws {
        try await Sandbox.run { sandbox in
            func code(_ url: String, uid: Int, password: String = "123456") async throws -> String? {
                let answer = try await sandbox.answerPayment(url, uid: uid, password: password)
                guard answer.status == 409, case .object(let error)? = answer.json?["error"] else { return nil }
                return error.text("code")
            }
            let url = try await sandbox.payURL(Sandbox.applyBody("p1"))
            #expect(try await code(url, uid: 1_000_002) == "4000")
            #expect(try await code(url, uid: 1_000_003) == "1121")
            #expect(try await code(url, uid: 1_000_001, password: "wrong") == "8")
            #expect(try await code(url.replacing("code=", with: "code=0"), uid: 1_000_001) == "11018")
            #expect(try await code(url.replacing("app_id=sandbox-app", with: "app_id=sandbox-cut-app"), uid: 1_000_001) == "11018")
            let named = try await sandbox.payURL(Sandbox.applyBody("p2", more: #","specify_dragonex_uid":"1000000""#))
            #expect(try await code(named, uid: 1_000_001) == "11")
            // What its address says is not what is paid.
            let tampered = url.replacing("volume=10", with: "volume=0.01").replacing("example.com", with: "evil.example")
            let answer = try await sandbox.answerPayment(tampered, uid: 1_000_001)
            #expect(answer.json?.text("redirect_url")?.hasPrefix("https://example.com/back?x=1&id=1000001&uid=1000001") == true)
            #expect(answer.json?.text("redirect_url")?.contains("&volume=10&") == true)
            #expect(try await code(url, uid: 1_000_000) == "4009")
            let late = try await sandbox.payURL(Sandbox.applyBody("p3"))
            _ = try await sandbox.control("/sandbox/clock/advance", #"{"seconds":900}"#)
            #expect(try await code(late, uid: 1_000_001) == "11018")
            #expect(try await sandbox.ledgerHolds())
        }
    }

    @Test func cancellingTellsTheAppAndEndsTheCode() async throws {
        try await Sandbox.run { sandbox in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1"))
            let answer = try await sandbox.answerPayment(url, uid: 1_000_001, action: "cancel")
            #expect(answer.json?.text("redirect_url")?.contains("x=1&id=0&uid=1000001") == true)
            #expect(answer.json?.text("redirect_url")?.contains("&status=-1&") == true)
            #expect(try await sandbox.answerPayment(url, uid: 1_000_001).status == 409)
            let again = try await sandbox.payURL(Sandbox.applyBody("p1"))
            #expect(try await sandbox.answerPayment(again, uid: 1_000_001).status == 200)
        }
    }

    @Test func fiveWrongTradePasswordsLockAndTheLockEnds() async throws {
        try await Sandbox.run { sandbox in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1"))
            func code(_ password: String) async throws -> String? {
                let answer = try await sandbox.answerPayment(url, uid: 1_000_001, password: password)
                guard case .object(let error)? = answer.json?["error"] else { return nil }
                return error.text("code")
            }
            for _ in 0..<4 { #expect(try await code("wrong") == "8") }
            #expect(try await code("wrong") == "1121")
            #expect(try await code("123456") == "1121")
            // Nobody else is locked.
            let other = try await sandbox.payURL(Sandbox.applyBody("p2", volume: "1"))
            #expect(try await sandbox.answerPayment(other, uid: 1_000_002).status == 200)
            _ = try await sandbox.control("/sandbox/clock/advance", #"{"seconds":7200}"#)
            let later = try await sandbox.payURL(Sandbox.applyBody("p1"))
            #expect(try await sandbox.answerPayment(later, uid: 1_000_001).status == 200)
        }
    }

    @Test func twentyFourConfirmationsOfOneCodePayOnce() async throws {
        try await Sandbox.run { sandbox in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1"))
            let answers = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<24 {
                    group.addTask { try await sandbox.answerPayment(url, uid: 1_000_001).json?.text("redirect_url") }
                }
                return try await group.reduce(into: [String?]()) { $0.append($1) }
            }
            #expect(Set(answers).count == 1)
            #expect(answers.first??.contains("&status=1&") == true)
            let history = try await sandbox.send("/api/v1/pay/order/history/", "{}")
            #expect(history.data?.text("total") == "1")
            #expect(try await sandbox.ledgerHolds())
        }
    }
}
