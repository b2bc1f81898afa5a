import PayCore
import PayDomain
import PayLedger
import PaySandbox
import Testing

/// A confirmation pays what its page showed and nothing else; a cancellation needs no more than the link.
@Suite struct ConfirmationTests {
    private static let password = [("trade_password", "123456")]

    private func shown(_ name: String, at url: String, of sandbox: Sandbox) async throws -> (TestBrowser, TestBrowser.View) {
        let browser = TestBrowser(sandbox)
        return (browser, try await browser.signIn(name, on: try await browser.open(url)))
    }

    @Test func aCutThatHasChangedIsShownAnew() async throws {
        try await Sandbox.run { sandbox in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1"), app: "sandbox-cut-app")
            let (bob, view) = try await shown("bob", at: url, of: sandbox)
            #expect(view.html.contains("0.1 USDT"))
            _ = try await sandbox.control("/sandbox/apps/sandbox-cut-app", #"{"cut_rate":"0.25"}"#)
            let anew = try await bob.press("confirm", on: view, Self.password)
            #expect(anew.location == nil && anew.html.contains("This payment changed while the page was open"))
            #expect(anew.html.contains("2.5 USDT") && anew.html.contains("7.5 USDT"))
            #expect(try await sandbox.order("p1", app: "sandbox-cut-app") == nil)
            // What is shown now is what is paid, and no try of the trade password was lost.
            let paid = try await bob.press("confirm", on: anew, Self.password)
            #expect(paid.location?.contains("&cut_volume=2.5&") == true)
            #expect(try await sandbox.order("p1", app: "sandbox-cut-app")?.cut.unitsText == "2500000000000000000")
            #expect(try await sandbox.ledgerHolds())
        }
    }

    @Test func theCutIsDecidedAtTheCommit() async throws {
        try await Sandbox.run { sandbox in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1"), app: "sandbox-cut-app")
            let code = try #require(url.split(separator: "code=").last.map { PaymentCode(String($0.prefix { $0 != "&" })) })
            let bob = try #require(UserID(1_000_001))
            let view = try await ViewPayment(sandbox.platform).run(code: code, app: nil, as: nil)
            _ = try await sandbox.control("/sandbox/apps/sandbox-cut-app", #"{"cut_rate":"0.25"}"#)
            await #expect(throws: PaymentObstacle.self) {
                try await ConfirmPayment(sandbox.platform).run(code: code, app: nil, as: bob, tradePassword: "123456", shown: view.cut)
            }
            #expect(try await sandbox.order("p1", app: "sandbox-cut-app") == nil)
        }
    }

    @Test(arguments: ["", "0", String(repeating: "0", count: 64)])
    func aConfirmationWithoutWhatWasShownIsShownAnew(_ token: String) async throws {
        try await Sandbox.run { sandbox in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1"))
            let (bob, view) = try await shown("bob", at: url, of: sandbox)
            let fields = [("csrf", view.csrf ?? ""), ("action", "confirm"), ("shown", token)] + Self.password
            let anew = try await bob.post(try #require(view.action), fields)
            #expect(anew.location == nil && anew.html.contains("This payment changed while the page was open"))
            #expect(try await sandbox.order("p1") == nil)
        }
    }

    @Test func whatOnePaymentShowedConfirmsNoOther() async throws {
        try await Sandbox.run { sandbox in
            let small = try await sandbox.payURL(Sandbox.applyBody("small", volume: "1"))
            let large = try await sandbox.payURL(Sandbox.applyBody("large", volume: "1000"))
            let (bob, view) = try await shown("bob", at: small, of: sandbox)
            let other = try await bob.open(large)
            let fields = [("csrf", other.csrf ?? ""), ("action", "confirm"), ("shown", view.shown ?? "")] + Self.password
            #expect(try await bob.post(try #require(other.action), fields).location == nil)
            #expect(try await sandbox.order("large") == nil)
        }
    }

    @Test func theResultIsShownHereToABrowserThatStays() async throws {
        try await Sandbox.run { sandbox in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1"))
            let (bob, view) = try await shown("bob", at: url, of: sandbox)
            let answer = try await bob.press("confirm", on: view, Self.password + [("result", "page")])
            #expect(answer.status == 303)
            let result = try await bob.open(try #require(answer.location))
            #expect(result.html.contains("Payment complete") && result.html.contains("data-return-in=\"5\""))
            // Whoever comes back later is not sent away again.
            #expect(try await bob.open(url).html.contains("data-return-in") == false)
        }
    }

    @Test func nobodyNeedsToSignInToCancel() async throws {
        try await Sandbox.run { sandbox in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1"))
            let guest = TestBrowser(sandbox)
            let view = try await guest.open(url)
            #expect(view.html.contains(#"value="cancel""#))
            let cancelled = try await guest.press("cancel", on: view)
            let location = try #require(cancelled.location)
            #expect(location.contains("id=0&uid=0&") && location.contains("&status=-1&"))
            #expect(try await guest.press("cancel", on: view).location == location)
            let after = try await guest.open(url)
            #expect(after.html.contains("Payment cancelled") && after.html.contains("status=-1"))
            // A cancelled payment cannot be paid, and the app may apply anew.
            let (bob, again) = try await shown("bob", at: try await sandbox.payURL(Sandbox.applyBody("p1")), of: sandbox)
            #expect(try await bob.press("confirm", on: again, Self.password).status == 303)
        }
    }

    @Test func aPaymentForOneUserIsNotAGuestsToCancel() async throws {
        try await Sandbox.run { sandbox in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1", more: #","specify_dragonex_uid":1000001"#))
            let guest = TestBrowser(sandbox)
            let view = try await guest.open(url)
            #expect(!view.html.contains(#"value="cancel""#))
            let refused = try await guest.press("cancel", on: view)
            #expect(refused.location == nil && refused.html.contains("Sign in to pay"))
            let (bob, own) = try await shown("bob", at: url, of: sandbox)
            #expect(try await bob.press("confirm", on: own, Self.password).status == 303)
            // Nor does a guest learn from it who has paid.
            let late = try await guest.press("cancel", on: view)
            #expect(late.location == nil && !late.html.contains("bob"))
        }
    }
}
