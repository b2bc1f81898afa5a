import PayWire
import Testing

/// From nothing to a payment with the commands that an operator has (the operators' guide walks the same way).
@Suite(.timeLimit(.minutes(3))) struct GoingLiveTests {
    @Test(arguments: Engine.allCases) func fromNothingToAPayment(_ engine: Engine) async throws {
        try await withHTTPClient { http in
            let imugi = try await Operator(engine)
            #expect(try await imugi.refusal("coin", "list").contains("imugi migrate"))
            #expect(try await imugi.run("migrate").contains("Made a new platform"))
            try await imugi.run("coin", "create", "usdt", "--digits", "6")
            try await imugi.run("company", "create", "acme", "--name", "Acme")
            let app = try await imugi.json(
                "app", "create", "shop", "--company", "acme", "--coin", "usdt", "--review-above", "usdt=50", "--daily-limit", "usdt=100",
                "--redirect-origin", "https://shop.example.com", "--cut-rate", "0.01"
            )
            #expect(app.text("strong_secret")?.hasPrefix("whsec_") == true)
            let manager = try #require(app.text("admin_uid"))
            let key = try await imugi.json("key", "create", "shop")
            let secret = try #require(key.text("secret_key"))
            let listed = try await imugi.run("key", "list")
            #expect(listed.contains(try #require(key.text("access_key"))) && !listed.contains(secret))
            let user = try await imugi.json("user", "create", "--name", "alice", "--password-stdin", input: "correct horse\n2468 13579\n")
            let uid = try #require(user.text("uid").flatMap { Int($0) })
            for isRepeated in [false, true] {
                let deposit = try await imugi.json(
                    "deposit", "--uid", manager, "--coin", "usdt", "--volume", "1000", "--reference", "bank-1"
                )
                #expect(deposit.text("repeated") == String(isRepeated))
                #expect(deposit.object("balance")?.text("total") == "1000")
            }
            #expect(
                try await imugi.refusal("deposit", "--uid", manager, "--coin", "usdt", "--volume", "1", "--reference", "bank-1")
                    .contains("was used before")
            )

            let server = try await imugi.serve()
            let client = SignedClient(
                server.url, app: "shop", accessKey: try #require(key.text("access_key")), secret: secret, http: http
            )
            #expect(await client.control("/health").status == 200)
            #expect(await client.control("/ready").status == 200)
            // The same commands go through the server now.
            try await imugi.run("user", "freeze", "--name", "alice")
            #expect(await client.payOut("first", uid: uid, volume: "10").code == 1_121)
            try await imugi.run("user", "unfreeze", "--name", "alice")
            #expect(await client.payOut("first", uid: uid, volume: "10").data?.text("status") == "1")
            #expect(await client.payOut("second", uid: uid, volume: "60").data?.text("status") == "3")
            #expect(await client.payOut("third", uid: uid, volume: "31").code == 11_032)
            #expect(try await imugi.run("payout", "list").contains("second"))
            try await imugi.run("payout", "approve", "shop", "second")
            #expect(await client.order("second").data?.text("status") == "1")
            let shown = try await imugi.json("user", "show", "--name", "alice")
            #expect(shown.objects("balances").first?.text("total") == "70")

            // A key works until its end was acknowledged, or where other processes may have ended it, a second longer.
            try await imugi.run("key", "disable", client.accessKey)
            while engine == .postgres, await client.order("second").code == 1 { await Task.yield() }
            #expect(await client.order("second").code == 11_009)
            #expect(try await imugi.run("audit").contains("The ledger holds."))
            #expect(await server.process.terminate() == 0)
            #expect(try await imugi.json("audit").text("holds") == "true")
            #expect(!server.process.log.contains(secret))
        }
    }

    @Test(arguments: Engine.allCases) func nothingOfTheSandboxIsThere(_ engine: Engine) async throws {
        try await withHTTPClient { http in
            let imugi = try await Operator(engine)
            try await imugi.run("migrate")
            let server = try await imugi.serve()
            let client = SignedClient(server.url, app: "none", accessKey: "none", secret: "none", http: http)
            for path in ["credentials", "callbacks", "clock", "ledger"] { #expect(await client.control("/sandbox/\(path)").status == 404) }
            for path in ["apps/x", "users/1/deposit", "pay", "login", "clock/advance", "faults"] {
                #expect(await client.control("/sandbox/\(path)", "{}").status == 404)
            }
            #expect(await server.process.terminate() == 0)
        }
    }
}
