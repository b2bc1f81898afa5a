import PayCore
import PayDomain
import PayLedger
import PaySandbox
import PayWire
import Testing

/// What payers and apps meet after a trade password was replaced (protocol, code 1266).
@Suite struct TradePasswordFreezeTests {
    private static func replaceTradePassword(of name: String, in sandbox: Sandbox) async throws {
        let request = SetTradePassword.Request(user: UserSelector(name: name), tradePassword: "864209")
        try await sandbox.operate(.setTradePassword(request))
    }

    @Test func aPayerIsToldUntilWhenAndMayCancel() async throws {
        try await Sandbox.run { sandbox in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1"))
            let browser = TestBrowser(sandbox)
            let form = try await browser.signIn("bob", on: try await browser.open(url))
            #expect(form.html.contains("999,990"))
            try await Self.replaceTradePassword(of: "bob", in: sandbox)

            // Whether the form was open already or the page is opened now, and whatever password is entered: no try of it is counted.
            let ending = "Payments are paused after a password change"
            for password in ["123456", "864209", "wrong-1", "wrong-2", "wrong-3", "wrong-4"] {
                #expect(try await browser.press("confirm", on: form, [("trade_password", password)]).html.contains(ending))
            }
            let page = try await browser.open(url)
            #expect(page.status == 200 && page.html.contains(ending) && page.html.contains("No money"))
            let answer = try await sandbox.answerPayment(url, uid: Sandbox.bob, password: "864209")
            guard answer.status == 409, case .object(let error)? = answer.json?["error"] else { throw UnexpectedAnswer(text: "\(answer)") }
            #expect(error.text("code") == "1266")
            #expect(try await sandbox.send(Sandbox.detail, #"{"trade_no":"p1"}"#).code == 11_027)
            #expect(try await browser.press("cancel", on: page).location?.contains("&status=-1&") == true)

            _ = try await sandbox.control("/sandbox/clock/advance", #"{"seconds":86400}"#)
            let later = try await sandbox.payURL(Sandbox.applyBody("p2"))
            let paid = try await sandbox.answerPayment(later, uid: Sandbox.bob, password: "864209")
            #expect(paid.json?.text("redirect_url")?.contains("&status=1&") == true)
            #expect(try await sandbox.ledgerHolds())
        }
    }

    @Test func anAppIsToldUntilWhenAndOnlyPaymentsOfTheUserAreRefused() async throws {
        try await Sandbox.run { sandbox in
            let token = try await sandbox.signIn(uid: Sandbox.alice).pay
            func pay(_ tradeNo: String, volume: String = "1", coin: String = "usdt", token: String) async throws -> Sandbox.Answer {
                let body = OpenAccountTests.payApp(tradeNo, volume: volume, coin: coin, payToken: token)
                return try await sandbox.send(OpenAccountTests.payAppPath, body)
            }
            let made = try await pay("t0", token: token)
            #expect(made.code == 1)
            try await Self.replaceTradePassword(of: "alice", in: sandbox)
            let end = sandbox.clock.now().advanced(bySeconds: 86_400)

            let refused = try await pay("t1", token: token)
            let told = try #require(refused.message.split(separator: " ").compactMap { Int64($0) }.first, "\(refused.message)")
            #expect(refused.code == 1_266 && (end.seconds - 60...end.seconds).contains(told), "\(refused.message)")
            // What is refused before it, and what after it.
            #expect(try await pay("t0", token: token).code == 4_009)
            #expect(try await pay("t1", token: "other").code == 11_034)
            #expect(try await pay("t1", volume: "1000000", token: token).code == 1_266)

            for (path, body) in [
                (Sandbox.payOut, Sandbox.payOutBody("o1")), (OpenAccountTests.payUserPath, Sandbox.payOutBody("o2")),
                (ReturnTests.path, ReturnTests.body("r1", of: "t0", #""return_rate":"1""#)),
            ] {
                #expect(try await sandbox.send(path, body).code == 1, "\(path)")
            }

            try await sandbox.operate(.freezePayments(FreezePayments.Request(user: UserSelector(name: "alice"), isFrozen: true)))
            #expect(try await pay("t1", token: token).code == 1_121)
            try await sandbox.operate(.freezePayments(FreezePayments.Request(user: UserSelector(name: "alice"), isFrozen: false)))
            #expect(try await pay("t1", token: token).code == 1)
            #expect(try await sandbox.ledgerHolds())
        }
    }

    @Test func aUserMovesMoneyToSpotOnly() async throws {
        try await Sandbox.run { sandbox in
            let usdt = try #require(sandbox.platform.directory.current.coinsByCode["usdt"])
            let alice = try #require(UserID(Int64(Sandbox.alice)))
            let one = try Amount("1", scale: usdt.scale)
            func move(from book: Book, _ reference: String) async throws -> Bool {
                try await TransferBetweenAccounts(sandbox.platform).run(
                    one, of: usdt, from: book, as: alice, reference: #require(LedgerReference(reference)))
            }
            #expect(try await !move(from: .spot, "t1"))
            try await Self.replaceTradePassword(of: "alice", in: sandbox)
            await #expect(throws: LedgerRefusal.self) { try await move(from: .spot, "t2") }
            #expect(try await move(from: .spot, "t1"), "what was done before is a repeat")
            #expect(try await !move(from: .open, "t3"))
            try await sandbox.operate(.freezePayments(FreezePayments.Request(user: UserSelector(name: "alice"), isFrozen: false)))
            #expect(try await !move(from: .spot, "t2"))
        }
    }
}
