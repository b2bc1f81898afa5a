import AsyncHTTPClient
import Crypto
import Foundation
import PayWire
import Testing

/// The demo shop of the built sandbox: an app that uses the API over real sockets, and shows what it says and hears.
@Suite(.timeLimit(.minutes(2))) struct ShopTests {
    private static let setUp = "/sandbox/apps/sandbox-shop"

    @Test(arguments: Engine.allCases) func aPurchaseIsPaidShownGivenBackAndPaidOut(_ engine: Engine) async throws {
        try await visit(try await engine.newPlace()) { shop, client, server in
            let shopApp = client.of("sandbox-shop")
            let bought = try await shop.submit("/buy", [("product", "dragon"), ("new_trade_no", "order_1")])
            #expect(bought.status == 303)
            let payURL = try #require(bought.location)
            #expect(payURL.hasPrefix("\(server.url)/oauth/pay?"))
            // A second click is the same order, and goes to the same page.
            #expect(try await shop.submit("/buy", [("product", "dragon"), ("new_trade_no", "order_1")]).location == payURL)
            let back = try #require(await client.confirm(payURL))
            #expect(back.hasPrefix("\(server.url)/sandbox/shop/return?"))
            let returned = try await shop.open(back)
            #expect(returned.status == 303 && returned.location == "/sandbox/shop?order=order_1")
            #expect(try await shop.open("?order=order_1").html.contains("the signed answer of order/detail proves it"))
            let paid = try await shop.page(showing: "Platform → Shop")
            #expect(paid.html.contains("Fee 0.125, so 12.375 arrived") && !paid.html.contains("check-bad"))

            let half = [("trade_no", "order_1"), ("part", "half"), ("new_trade_no", "refund_1")]
            #expect(try await shop.submit("/refund", half).status == 303)
            #expect(try await shop.submit("/refund", half).status == 303)
            #expect(await shopApp.order("order_1").data?.text("returned_volume") == "6.25")
            #expect(try await shop.open().html.contains("Partly refunded"))
            #expect(
                try await shop.submit("/refund", [("trade_no", "order_1"), ("part", "rest"), ("new_trade_no", "refund_2")]).status == 303
            )
            #expect(await shopApp.order("order_1").data?.text("returned_volume") == "12.5")
            #expect(try await shop.open().html.contains(">Refunded<"))

            #expect(
                try await shop.submit("/pay-out", [("uid", "1000000"), ("volume", "1.5"), ("new_trade_no", "payout_1")]).status == 303
            )
            #expect(await shopApp.order("payout_1").data?.text("volume") == "1.5")
            #expect(try await shop.submit("/history").status == 303)
            #expect(try await shop.open().html.contains("The platform knows 4 orders of this shop."))
            #expect(try await shop.submit("/callback-again", [("trade_no", "order_1")]).status == 303)
            _ = try await shop.page(showing: "Callback ×2")
            #expect(try await shop.open().html.contains("This webhook-id was here before"))
            #expect(await client.ledgerHolds())
        }
    }

    @Test func theFixedDataStayAsTheyAreUntilTheShopIsOpened() async throws {
        try await visit { shop, client, _ in
            let before = await client.control("/sandbox/credentials")
            #expect(
                before.json?.objects("apps").compactMap { $0.text("app_id") } == ["sandbox-app", "sandbox-cut-app", "sandbox-limited-app"]
            )
            #expect(await client.control(Self.setUp, "{}").status == 404)
            let deposit = "/sandbox/users/900003/deposit"
            #expect(await client.control(deposit, #"{"coin_code":"usdt","volume":"1"}"#).status == 400)
            let page = try await shop.open()
            #expect(page.status == 200 && page.html.contains("Plush imugi"))
            #expect(await client.control(Self.setUp, "{}").json?.text("cut_rate") == "0.01")
            #expect(await client.control("/sandbox/credentials").json == before.json)
        }
    }

    @Test func aRedirectProvesNothing() async throws {
        try await visit { shop, client, _ in
            let bought = try await shop.submit("/buy", [("product", "tea"), ("new_trade_no", "order_1")])
            let payURL = try #require(bought.location)
            let parameter = try #require(payURL.split(separator: "&").first { $0.hasPrefix("state=") })
            #expect(try await shop.open("/return?trade_no=order_1&status=1&\(parameter)").status == 303)
            let page = try await shop.open()
            #expect(page.html.contains("the platform says that there is no such payment (code 11027)") && !page.html.contains(">Paid<"))
            #expect(try await shop.open("/return?trade_no=order_1&status=1&state=guess").status == 303)
            #expect(try await shop.open().html.contains("a payment that this shop did not ask for"))
            let cancel = #"{"pay_url":"\#(payURL)","uid":1000001,"action":"cancel"}"#
            let back = try #require(await client.control("/sandbox/pay", cancel).json?.text("redirect_url"))
            #expect(try await shop.open(back).status == 303)
            #expect(try await shop.open().html.contains("Cancelled. The platform knows of no payment (code 11027)"))
        }
    }

    @Test func aCallbackMustBeThePlatforms() async throws {
        try await visit { shop, client, _ in
            _ = try await shop.submit("/buy", [("product", "tea"), ("new_trade_no", "order_1")])
            let now = try #require(await client.control("/sandbox/clock").json?.text("now").flatMap { Int64($0) })
            let body = #"{"id":1,"uid":1,"trade_no":"order_1","status":1}"#
            let forged: [[(String, String)]] = [
                [], sign(body, at: now - 301), sign(body, at: now + 900), sign(body, at: now, key: "guess"),
                sign(body, at: now, secret: "guess"), sign(body + " ", at: now), sign(body, at: now).dropLast(),
                sign(body, at: now) + [("dragonex-sign", "00000000")],
            ]
            for (index, headers) in forged.enumerated() {
                #expect(try await shop.send("/callback", body, headers).status == 401, "\(index)")
            }
            let refused = try await shop.open()
            #expect(refused.html.ranges(of: "Stranger → Shop").count == forged.count && !refused.html.contains(">Paid<"))
            for _ in 1...2 { #expect(try await shop.send("/callback", body, sign(body, at: now)).status == 200) }
            let taken = try await shop.open()
            #expect(taken.html.contains(">Paid<") && taken.html.contains("This webhook-id was here before"))
            #expect(try await shop.submit("/forge", [("trade_no", "order_1")]).status == 303)
            #expect(try await shop.open().html.contains("The shop answered 401 and changed nothing."))
        }
    }

    /// The headers of a callback of the demo shop, or of whoever guesses at its keys.
    private func sign(
        _ body: String, at time: Int64, key: String = "sandbox-shop-check-key", secret: String = "sandbox-shop-callback-secret"
    ) -> [(String, String)] {
        let bytes = Array(body.utf8)
        let secrets = [Array(SHA256.hash(data: Array(secret.utf8)))]
        return [
            ("dragonex-ts", "\(time)"), ("dragonex-sign", AnswerSignature.tag(body: bytes, time: time, checkKey: key)),
            ("webhook-id", "order-1"), ("webhook-timestamp", "\(time)"),
            ("webhook-signature", WebhookSignature.text(id: "order-1", time: time, body: bytes, secrets: secrets)),
        ]
    }

    @Test func anAnswerThatIsLostIsAskedFor() async throws {
        try await visit { shop, client, _ in
            func fault(_ path: String, _ kind: String, _ count: Int = 1) async {
                #expect(await client.control("/sandbox/faults", #"{"path":"\#(path)","kind":"\#(kind)","count":\#(count)}"#).status == 200)
            }
            func payOut(_ tradeNo: String) async throws -> String {
                let form = [("uid", "1000000"), ("volume", "1"), ("new_trade_no", tradeNo)]
                #expect(try await shop.submit("/pay-out", form).status == 303)
                return try await shop.open().html
            }
            // The first call of the shop opens it, and its answer comes.
            #expect(try await payOut("payout_0").contains("Paid out: 1 USDT"))
            await fault(SignedClient.payOut, "http_500_after")
            #expect(try await payOut("payout_1").contains("the money has moved, and must not be sent again"))
            await fault(SignedClient.payOut, "drop_connection_after")
            #expect(try await payOut("payout_2").contains("The connection was closed before an answer came."))
            #expect(await client.of("sandbox-shop").order("payout_2").data?.text("status") == "1")
            await fault(SignedClient.payOut, "http_500_before")
            #expect(try await payOut("payout_3").contains("no money has moved, and trying again is safe"))
            #expect(await client.of("sandbox-shop").order("payout_3").code == 11_027)
            #expect(try await shop.submit("/again", [("trade_no", "payout_3")]).status == 303)
            #expect(await client.of("sandbox-shop").order("payout_3").data?.text("status") == "1")
            await fault(SignedClient.payOut, "http_500_after")
            await fault(SignedClient.detail, "http_500_before")
            #expect(try await payOut("payout_4").contains("order/detail did not answer either"))
            #expect(try await shop.submit("/ask", [("trade_no", "payout_4")]).status == 303)
            #expect(try await shop.open().html.contains("order/detail has answered"))
            // The page can ask for such a fault itself.
            let form = [("uid", "1000000"), ("volume", "1"), ("new_trade_no", "payout_5"), ("lose", "yes")]
            for _ in 1...2 { #expect(try await shop.submit("/pay-out", form).status == 303) }
            #expect(try await shop.open().html.contains("the money has moved, and must not be sent again"))
            #expect(try await payOut("payout_6").contains("Paid out: 1 USDT"))
            // An application moves no money, so it is simply made again.
            await fault(SignedClient.apply, "http_500_after")
            let bought = try await shop.submit("/buy", [("product", "tea"), ("new_trade_no", "order_1")])
            #expect(bought.location?.contains("/oauth/pay?") == true)
            await fault(SignedClient.apply, "http_500_before", 2)
            #expect(
                try await shop.submit("/buy", [("product", "tea"), ("new_trade_no", "order_2")]).location == "/sandbox/shop?order=order_2")
            #expect(try await shop.submit("/again", [("trade_no", "order_2")]).location?.contains("/oauth/pay?") == true)
            #expect(await client.ledgerHolds())
        }
    }

    @Test func aKeptShopMovesWithItsSandbox() async throws {
        let folder = TestFolder()
        try await withHTTPClient { http in
            for round in 1...2 {
                let server = try await ImugiServer.sandbox(folder)
                let shop = ShopVisitor(server, http: http)
                let client = SignedClient(server, http: http)
                // Another port, and so another address to call back.
                _ = try await shop.open()
                #expect(await client.control(Self.setUp, "{}").json?.text("callback_url") == "\(server.url)/sandbox/shop/callback")
                let bought = try await shop.submit("/buy", [("product", "tea"), ("new_trade_no", "order_\(round)")])
                let payURL = try #require(bought.location)
                let back = try #require(await client.confirm(payURL))
                #expect(try await shop.open(back).status == 303)
                _ = try await shop.page(showing: "Platform → Shop")
                if round == 2 {
                    #expect(try await shop.open().html.contains(#"id="order_1""#) == false)
                    #expect(try await shop.submit("/history").status == 303)
                    #expect(try await shop.open().html.contains("An earlier purchase"))
                    // What somebody has set stays.
                    let other = #"{"callback_url":"http://127.0.0.1:9/other"}"#
                    #expect(await client.control(Self.setUp, other).status == 200)
                    _ = try await shop.open()
                    #expect(await client.control(Self.setUp, "{}").json?.text("callback_url") == "http://127.0.0.1:9/other")
                }
                #expect(await server.process.terminate() == 0)
            }
        }
    }

    @Test func noOtherSiteMakesTheShopPay() async throws {
        try await visit { shop, client, server in
            let form = [("uid", "1000000"), ("volume", "1"), ("new_trade_no", "payout_1")]
            let foreign: [[(String, String)]] = [
                [("Sec-Fetch-Site", "cross-site")], [("Sec-Fetch-Site", "same-site")], [("Origin", "https://evil.example")],
                [("Origin", "null")], [("Host", "evil.example"), ("Sec-Fetch-Site", "same-origin")],
                [("Origin", server.url.replacing("http:", with: "ftp:"))],
            ]
            for headers in foreign { #expect(try await shop.submit("/pay-out", form, headers: headers).status == 403, "\(headers)") }
            let page = try await shop.open()
            #expect(page.html.contains("No orders yet."))
            #expect(try await shop.submit("/pay-out", form, headers: [("Origin", server.url)]).status == 303)
            #expect(await client.of("sandbox-shop").order("payout_1").data?.text("status") == "1")
        }
    }

    @Test func thePageIsGuardedAndShowsTextsAsTexts() async throws {
        try await visit { shop, _, _ in
            let script = "<script>alert(1)</script>'\"&"
            let form = [("uid", "1000000"), ("volume", script), ("new_trade_no", "payout_1")]
            #expect(try await shop.submit("/pay-out", form).status == 303)
            let page = try await shop.open()
            #expect(page.html.contains("The platform refused: volume") && !page.html.contains("<script>") && !page.html.contains("style="))
            for mark in ["{{", "Optional(", "nil"] { #expect(!page.html.contains(mark), "\(mark)") }
            let policy = try #require(page.headers["content-security-policy"])
            #expect(policy.contains("default-src 'none'; script-src 'self'; style-src 'self'") && !policy.contains("unsafe"))
            #expect(page.headers["x-content-type-options"] == "nosniff" && page.headers["cache-control"] == "no-store")
            for unknown in [[("product", "car")], [("product", "tea")], [("product", "tea"), ("new_trade_no", "a b")]] {
                #expect(try await shop.submit("/buy", unknown).status == 400, "\(unknown)")
            }
            #expect(try await shop.submit("/refund", [("trade_no", "none"), ("part", "half"), ("new_trade_no", "r")]).status == 400)
        }
    }

    @Test func whatIsNewIsToldFromARevision() async throws {
        try await visit { shop, _, _ in
            let page = try await shop.open()
            let mark = try #require(page.html.firstRange(of: #"data-revision=""#))
            let revision = try #require(Int(page.html[mark.upperBound...].prefix { $0 != "\"" }))
            #expect(try await shop.open("/log?after=\(revision)").status == 204)
            #expect(try await shop.open("/log?after=\(revision + 1)").status == 205)
            #expect(try await shop.submit("/history").status == 303)
            let news = try await shop.open("/log?after=\(revision)")
            #expect(news.status == 200 && news.html.ranges(of: #"<li class="exchange"#).count == 1 && news.html.contains("order/history"))
        }
    }

    @Test func pathsAndMethodsAreThoseOfTheShop() async throws {
        try await visit { shop, _, _ in
            #expect(try await shop.open("/none").status == 404)
            #expect(try await shop.open("/assets/none.css").status == 404)
            for path in ["/buy", "/refund", "/pay-out", "/again", "/ask", "/history", "/forge", "/sign-in", "/sign-out", "/callback"] {
                let view = try await shop.open(path)
                #expect(view.status == 405 && view.headers["allow"] == "POST", "\(path)")
            }
            for path in ["", "/log", "/return", "/signed-in", "/assets/shop.css", "/assets/shop.js", "/assets/dragon.svg"] {
                let view = try await shop.send(path, "")
                #expect(view.status == 405 && view.headers["allow"] == "GET, HEAD", "\(path)")
            }
        }
    }

    @Test func theRealPlatformHasNone() async throws {
        let imugi = try await Operator()
        try await imugi.run("migrate")
        let server = try await imugi.serve()
        try await withHTTPClient { http in
            let shop = ShopVisitor(server, http: http)
            let page = try await shop.open()
            #expect(page.status == 404)
            for path in ["/log", "/return", "/assets/shop.css", "/assets/shop.js"] { #expect(try await shop.open(path).status == 404) }
            for path in ["/buy", "/pay-out", "/callback"] { #expect(try await shop.submit(path).status == 404) }
        }
        #expect(await server.process.terminate() == 0)
    }

    private func visit(
        _ place: Place? = nil, _ body: (ShopVisitor, SignedClient, ImugiServer) async throws -> Void
    ) async throws {
        try await withHTTPClient { http in
            let server = if let place { try await ImugiServer.sandbox(place) } else { try await ImugiServer.sandbox() }
            try await body(ShopVisitor(server, http: http), SignedClient(server, http: http), server)
            #expect(await server.process.terminate() == 0)
        }
    }
}

extension SignedClient {
    /// Another of the sandbox's apps.
    fileprivate func of(_ app: String) -> SignedClient {
        SignedClient(url, app: app, accessKey: "\(app)-access-key", secret: "\(app)-secret-key", http: http)
    }
}
