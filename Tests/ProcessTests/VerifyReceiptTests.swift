import Testing

/// A user finds the code of a payment's receipt on its page, and an operator verifies it with the built command.
@Suite(.timeLimit(.minutes(3))) struct VerifyReceiptTests {
    @Test(arguments: Engine.allCases) func aReceiptIsVerifiedWithAndWithoutTheServer(_ engine: Engine) async throws {
        try await withHTTPClient { http in
            let imugi = try await Operator(engine)
            try await imugi.run("migrate")
            try await imugi.run("coin", "create", "usdt", "--digits", "6")
            try await imugi.run("company", "create", "acme", "--name", "Acme")
            let app = try await imugi.json("app", "create", "shop", "--company", "acme", "--coin", "usdt")
            let key = try await imugi.json("key", "create", "shop")
            let user = try await imugi.json("user", "create", "--name", "alice", "--password-stdin", input: "correct horse\n2468 13579\n")
            let manager = try #require(app.text("admin_uid"))
            try await imugi.run("deposit", "--uid", manager, "--coin", "usdt", "--volume", "10", "--reference", "in")
            let server = try await imugi.serve()
            let (accessKey, secret) = (try #require(key.text("access_key")), try #require(key.text("secret_key")))
            let client = SignedClient(server.url, app: "shop", accessKey: accessKey, secret: secret, http: http)
            let uid = try #require(user.text("uid").flatMap { Int($0) })
            let paid = await client.payOut("one", uid: uid, volume: "2.5")
            #expect(paid.code == 1)

            let browser = PageBrowser(http)
            let list = "/account/payments"
            let page = try await browser.open(list, on: server)
            _ = try await browser.press("sign_in", on: page, [("login", "alice"), ("password", "correct horse")], to: server)
            let path = try #require(try await browser.open(list, on: server).text(between: #"<p class="payment-app"><a href=""#, and: "\""))
            let payment = try await browser.open(path, on: server)
            let code = try #require(payment.text(between: #"<dd class="receipt-code" translate="no">"#, and: "<"))

            let shown = try await imugi.json("receipt", "verify", code)
            #expect(shown.text("genuine") == "true" && shown.object("order")?.text("trade_no") == "one")
            #expect(try await browser.open("/receipt?code=\(code)", on: server).html.contains("This receipt is genuine"))
            #expect(await server.process.terminate() == 0)

            // The same without the server, and as somebody has typed it.
            let typed = code.lowercased().replacing("-", with: " ")
            #expect(try await imugi.run("receipt", "verify", typed).hasPrefix("This receipt is genuine."))
            // A wrong one is no failure of the command, and its status says no.
            let last = code.hasSuffix("0") ? "1" : "0"
            for wrong in [String(code.dropLast()) + last, "hello"] {
                let result = try await ImugiProcess.run(["receipt", "verify", wrong], environment: imugi.environment)
                #expect(result.status == 1 && result.output.hasPrefix("This is no receipt") && result.errors.isEmpty, "\(result.errors)")
            }
        }
    }
}
