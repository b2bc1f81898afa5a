import HTTPTypes
import PayCore
import PayDomain
import PaySandbox
import PayWire
import Testing

/// The pay page as a payer without script meets it (protocol, 5.2): every ending has its own sentence.
@Suite struct PayPageTests {
    private static let password = [("trade_password", "123456")]

    private func signedIn(_ name: String, at url: String, of sandbox: Sandbox) async throws -> (TestBrowser, TestBrowser.View) {
        let browser = TestBrowser(sandbox)
        let view = try await browser.signIn(name, on: try await browser.open(url))
        return (browser, view)
    }

    @Test func aPayerConfirmsAndGoesBackToTheApp() async throws {
        try await Sandbox.run { sandbox in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1", volume: "10.5"), app: "sandbox-cut-app")
            let browser = TestBrowser(sandbox)
            let first = try await browser.open(url)
            #expect(first.status == 200)
            #expect(first.html.contains("Sign in to pay") && first.html.contains("10.5") && !first.html.contains("Your balance"))
            let view = try await browser.signIn("bob", on: first)
            for text in ["sandbox-cut-app", "Sandbox Company", "10.5", "0.105 USDT", "10.395 USDT", "1,000,000 USDT", "999,989.5 USDT"] {
                #expect(view.html.contains(text), "\(text)")
            }
            let paid = try await browser.press("confirm", on: view, Self.password)
            #expect(paid.status == 303)
            let expected =
                "https://example.com/back?x=1&id=1000001&uid=1000001&coin_code=usdt&volume=10.5&cut_volume=0.105&trade_no=p1"
                + "&direction=1&status=1&state=state000"
            #expect(paid.location == expected)

            // The back button: the same form again pays no more and leads to the same place.
            #expect(try await browser.press("confirm", on: view, Self.password).location == expected)
            #expect(try await browser.press("cancel", on: view).location == expected)
            let again = try await browser.open(url)
            #expect(again.html.contains("Payment complete") && again.html.contains("You paid") && again.html.contains("1000001"))
            #expect(again.html.contains("status=1"))
            #expect(try await sandbox.ledgerHolds())
        }
    }

    @Test func everyEndingHasItsSentence() async throws {
        try await Sandbox.run { sandbox in
            func ending(of name: String, _ more: String = "", volume: String = "10") async throws -> String {
                let number = SecureRandom.hex(bytes: 8)
                let url = try await sandbox.payURL(Sandbox.applyBody("e\(number)", volume: volume, more: more))
                return try await signedIn(name, at: url, of: sandbox).1.html
            }
            #expect(try await ending(of: "carol").contains("Your balance is too small"))
            #expect(try await ending(of: "mallory").contains("Payments from your account are frozen"))
            #expect(try await ending(of: "bob", #","specify_dragonex_uid":1000000"#).contains("This payment is for another account"))

            let unknown = try await TestBrowser(sandbox).open("/oauth/pay?app_id=sandbox-app&code=\(String(repeating: "0", count: 64))")
            #expect(unknown.status == 404 && unknown.html.contains("This payment link does not work"))
            let none = try await TestBrowser(sandbox).open("/oauth/pay")
            #expect(none.status == 404)

            let url = try await sandbox.payURL(Sandbox.applyBody("p1"))
            let (bob, view) = try await signedIn("bob", at: url, of: sandbox)
            let cancelled = try await bob.press("cancel", on: view)
            #expect(
                cancelled.location?.hasSuffix(
                    "&id=0&uid=1000001&coin_code=usdt&volume=10&cut_volume=0&trade_no=p1&direction=1&status=-1&state=state000") == true)
            #expect(try await bob.open(url).html.contains("Payment cancelled"))

            let late = try await sandbox.payURL(Sandbox.applyBody("p2"))
            let waiting = try await bob.open(late)
            _ = try await sandbox.control("/sandbox/clock/advance", #"{"seconds":900}"#)
            #expect(try await bob.press("confirm", on: waiting, Self.password).html.contains("This payment has expired"))
            #expect(try await TestBrowser(sandbox).open(late).html.contains("This payment has expired"))

            _ = try await sandbox.control("/sandbox/apps/sandbox-app", #"{"enabled":false}"#)
            #expect(try await sandbox.send(Sandbox.apply, Sandbox.applyBody("p3")).code == 11_005)
            #expect(try await sandbox.ledgerHolds())
        }
    }

    @Test func whoPaidIsToldToNobodyElse() async throws {
        try await Sandbox.run { sandbox in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1"))
            let (bob, view) = try await signedIn("bob", at: url, of: sandbox)
            #expect(try await bob.press("confirm", on: view, Self.password).status == 303)
            // Nobody is signed in: the page asks for that, and tells nothing of who paid.
            let stranger = TestBrowser(sandbox)
            let first = try await stranger.open(url)
            #expect(first.status == 200 && first.html.contains("Sign in to see the result"))
            #expect(!first.html.contains("bob") && !first.html.contains("1000001"))
            let other = try await stranger.signIn("alice", on: first)
            #expect(other.html.contains("Already paid from another account") && !other.html.contains("bob"))
            // Signing out and in as the payer shows the result.
            let out = try await stranger.press("sign_out", on: other)
            let result = try await stranger.signIn("bob", on: try await stranger.open(try #require(out.location)))
            #expect(result.html.contains("Payment complete"))
        }
    }

    @Test func theBalanceThatWentAwayFailsThePayment() async throws {
        try await Sandbox.run { sandbox in
            let (first, second) = (
                try await sandbox.payURL(Sandbox.applyBody("p1", volume: "4")),
                try await sandbox.payURL(Sandbox.applyBody("p2", volume: "4"))
            )
            let (carol, view) = try await signedIn("carol", at: first, of: sandbox)
            let other = try await carol.open(second)
            #expect(try await carol.press("confirm", on: view, Self.password).location?.contains("&status=1&") == true)
            #expect(try await carol.press("confirm", on: other, Self.password).location?.contains("&status=2&") == true)
            #expect(try await carol.open(second).html.contains("Payment failed"))
            #expect(try await sandbox.ledgerHolds())
        }
    }

    @Test func wrongTradePasswordsLockAndTheLockIsShown() async throws {
        try await Sandbox.run { sandbox in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1"))
            let (bob, view) = try await signedIn("bob", at: url, of: sandbox)
            #expect(try await bob.press("confirm", on: view).html.contains("Enter your trade password to pay"))
            for left in [4, 3, 2] {
                #expect(
                    try await bob.press("confirm", on: view, [("trade_password", "wrong")]).html.contains("You have \(left) tries left"))
            }
            #expect(try await bob.press("confirm", on: view, [("trade_password", "wrong")]).html.contains("You have 1 try left"))
            #expect(try await bob.press("confirm", on: view, [("trade_password", "wrong")]).html.contains("Your trade password is locked"))
            #expect(try await bob.press("confirm", on: view, Self.password).html.contains("Your trade password is locked"))
            // Whoever opens another payment is told before trying.
            let other = try await sandbox.payURL(Sandbox.applyBody("p2"))
            #expect(try await bob.open(other).html.contains("Your trade password is locked"))
            _ = try await sandbox.control("/sandbox/clock/advance", #"{"seconds":7200}"#)
            let later = try await sandbox.payURL(Sandbox.applyBody("p3"))
            let again = try await signedIn("bob", at: later, of: sandbox)
            #expect(try await again.0.press("confirm", on: again.1, Self.password).status == 303)
        }
    }

    @Test func confirmAndCancelAtOnceHaveOneOutcome() async throws {
        try await Sandbox.run { sandbox in
            for round in 0..<8 {
                let url = try await sandbox.payURL(Sandbox.applyBody("p\(round)", volume: "1"))
                let (bob, view) = try await signedIn("bob", at: url, of: sandbox)
                async let confirmed = bob.press("confirm", on: view, Self.password)
                async let cancelled = bob.press("cancel", on: view)
                let answers = try await [confirmed, cancelled]
                let order = try await sandbox.send(Sandbox.detail, #"{"trade_no":"p\#(round)"}"#)
                if order.code == 1 {
                    #expect(answers[0].location?.contains("&status=1&") == true, "round \(round)")
                } else {
                    #expect(order.code == 11_027 && answers[1].location?.contains("&status=-1&") == true, "round \(round)")
                    #expect(answers[0].location == nil, "round \(round)")
                }
            }
            #expect(try await sandbox.ledgerHolds())
        }
    }

    @Test func nothingInTheAddressCounts() async throws {
        try await Sandbox.run { sandbox in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1"))
            let tampered = url.replacing("volume=10", with: "volume=0.01").replacing("coin_code=usdt", with: "coin_code=dt")
                .replacing("trade_no=p1", with: "trade_no=p9").replacing("scene=s", with: "scene=Free").replacing(
                    "state000", with: "evil0000"
                )
                .replacing("example.com", with: "evil.example")
            #expect(tampered != url)
            let (bob, view) = try await signedIn("bob", at: tampered, of: sandbox)
            #expect(view.html.contains("10") && view.html.contains("USDT") && !view.html.contains("Free") && !view.html.contains("evil"))
            let location = try #require(try await bob.press("confirm", on: view, Self.password).location)
            #expect(
                location.hasPrefix("https://example.com/back?") && location.contains("&volume=10&") && location.hasSuffix("state=state000"))
            let foreign = url.replacing("app_id=sandbox-app", with: "app_id=sandbox-cut-app")
            #expect(try await bob.open(foreign).status == 404)
        }
    }

    @Test func textsOfOthersAreShownAsText() async throws {
        try await Sandbox.run { sandbox in
            let hostile = [
                "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'-alert(1)-'", "{{csrf}}", "\u{600}<b>x", "&lt;",
            ]
            for (index, text) in hostile.enumerated() {
                var writer = JSONWriter()
                writer.beginObject()
                for (name, value) in [
                    ("trade_no", "h\(index)"), ("coin_code", "usdt"), ("volume", "1"), ("scene", text), ("desc", text),
                    ("device", "device00"),
                    ("state", "st<a>&\"'0"), ("redirect_url", "https://example.com/back?a='x"),
                ] { writer.member(name, value) }
                writer.endObject()
                let url = try await sandbox.payURL(String(decoding: writer.bytes, as: UTF8.self))
                let (bob, view) = try await signedIn("bob", at: url, of: sandbox)
                let html = view.html.withoutOwnScript
                #expect(!html.contains("<script") && !html.contains("<img src=x") && !html.contains("<b>"), "\(text)")
                let location = try #require(try await bob.press("confirm", on: view, Self.password).location)
                #expect(location.hasSuffix("&state=st%3Ca%3E%26%22%270"), "\(location)")
                #expect(try await bob.open(url).html.contains("Payment complete"))
            }
        }
    }

    @Test(arguments: ["ko", "ko-KR,en;q=0.8", "KO"])
    func aPayerIsSpokenToInTheirLanguage(_ header: String) async throws {
        try await Sandbox.run { sandbox in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1"))
            let browser = TestBrowser(sandbox, language: header)
            let view = try await browser.open(url)
            #expect(view.html.contains(#"<html lang="ko""#) && view.html.contains("로그인"))
            // A language that was chosen is remembered.
            _ = try await browser.open("\(url)&lang=en")
            #expect(try await browser.open(url).html.contains(#"<html lang="en""#))
        }
    }
}
