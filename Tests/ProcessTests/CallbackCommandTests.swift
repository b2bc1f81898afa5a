import NIOHTTP1
import PayWire
import Testing

/// An operator who looks after callbacks and renews an app's keys, with the built command.
@Suite(.timeLimit(.minutes(3))) struct CallbackCommandTests {
    @Test(arguments: Engine.allCases) func callbacksAreFoundShownAndSentAgain(_ engine: Engine) async throws {
        try await withHTTPClient { http in
            let imugi = try await Operator(engine)
            let shop = try await setUp(imugi)
            let server = try await imugi.serve()
            let client = SignedClient(server.url, app: "shop", accessKey: shop.accessKey, secret: shop.secret, http: http)
            for tradeNo in ["one", "two"] { #expect(await client.payOut(tradeNo, uid: shop.uid, volume: "1").code == 1) }

            // The app has no callback URL, so that all wait.
            let listed = try await imugi.json("callback", "list", "--app", "shop")
            #expect(listed.objects("callbacks").map { $0.text("trade_no") } == ["one", "two"] && listed.text("more") == "false")
            #expect(try await imugi.run("callback", "list", "--limit", "1").contains("There are more."))
            #expect(try await imugi.run("callback", "show", "shop", "one").contains("none before the app has a callback URL"))
            #expect(try await imugi.run("callback", "redo", "shop", "one").contains("is due now"))
            #expect(try await imugi.refusal("callback", "show", "shop", "three").contains("has no order three"))
            #expect(try await imugi.refusal("callback", "replay", "--all").contains("--all needs --app and --since"))
            #expect(try await imugi.refusal("callback", "replay", "--since", "soon").contains("--since must be a time"))
            #expect(try await imugi.run("callback", "replay", "--dry-run").contains("No callback is to be sent again."))
            let all = try await imugi.json("callback", "replay", "--app", "shop", "--since", "1h", "--all")
            #expect(all.text("examined") == "2" && all.text("already_due") == "2" && all.text("replayed") == "0")
            #expect(await server.process.terminate() == 0)

            // The same without a server.
            #expect(try await imugi.json("callback", "list", "--state", "waiting").objects("callbacks").count == 2)
            #expect(try await imugi.json("callback", "replay").text("total") == "0")
            #expect(try await imugi.json("audit").text("holds") == "true")
        }
    }

    @Test(arguments: Engine.allCases) func keysOverlapOverARestart(_ engine: Engine) async throws {
        try await withHTTPClient { http in
            let imugi = try await Operator(engine)
            let shop = try await setUp(imugi)
            let first = try await imugi.json("app", "show", "shop", "--secrets")
            let second = try await imugi.json("app", "set", "shop", "--new-check-key", "--new-strong-secret", "--overlap", "1h")
            let (old, new) = (try Keys(first), try Keys(second))
            #expect(second.object("overlap")?.text("resp_check_key") == old.check)
            for _ in 0..<2 {
                let server = try await imugi.serve()
                let client = SignedClient(server.url, app: "shop", accessKey: shop.accessKey, secret: shop.secret, http: http)
                let answer = try await client.signedAnswer(SignedClient.detail, #"{"trade_no":"none"}"#)
                #expect(try old.tagged(answer) && old.signed(answer) && !new.tagged(answer) && new.signed(answer))
                #expect(await server.process.terminate() == 0)
                for key in [old.check, new.check] { #expect(!server.process.log.contains(key)) }
            }
            let server = try await imugi.serve()
            let client = SignedClient(server.url, app: "shop", accessKey: shop.accessKey, secret: shop.secret, http: http)
            let shown = try await imugi.run("app", "show", "shop")
            #expect(shown.contains("old check key") && !shown.contains(old.check) && !shown.contains(new.check))
            try await imugi.run("app", "set", "shop", "--end-overlap")
            var answer = try await client.signedAnswer(SignedClient.detail, #"{"trade_no":"none"}"#)
            // Where other processes may have changed it, that is known within a second.
            while engine == .postgres, try old.signed(answer) {
                answer = try await client.signedAnswer(SignedClient.detail, #"{"trade_no":"none"}"#)
            }
            #expect(try new.tagged(answer) && new.signed(answer) && !old.signed(answer))
            #expect(try await imugi.refusal("app", "set", "shop", "--new-check-key", "--overlap", "soon").contains("--overlap must be"))
            #expect(await server.process.terminate() == 0)
        }
    }

    private struct Keys {
        let check: String
        let secret: [UInt8]

        init(_ app: JSONObject) throws {
            check = try #require(app.text("resp_check_key"))
            secret = try #require(app.text("strong_secret").flatMap { StrongSecret(text: $0) }).bytes
        }

        func tagged(_ answer: (headers: HTTPHeaders, body: [UInt8])) throws -> Bool {
            AnswerSignature.isValid(
                tag: try #require(answer.headers.first(name: "dragonex-sign")), body: answer.body, time: try time(answer), checkKey: check
            )
        }

        func signed(_ answer: (headers: HTTPHeaders, body: [UInt8])) throws -> Bool {
            AnswerSignature.isValid(
                strong: try #require(answer.headers.first(name: "imugi-signature")), body: answer.body, time: try time(answer),
                requestID: try #require(answer.headers.first(name: "imugi-request-id")), secret: secret
            )
        }

        private func time(_ answer: (headers: HTTPHeaders, body: [UInt8])) throws -> Int64 {
            try #require(answer.headers.first(name: "dragonex-ts").flatMap { Int64($0) })
        }
    }

    /// A platform on which the app `shop` has money, and a user to pay.
    private func setUp(_ imugi: Operator) async throws -> (accessKey: String, secret: String, uid: Int) {
        try await imugi.run("migrate")
        try await imugi.run("coin", "create", "usdt", "--digits", "6")
        try await imugi.run("company", "create", "acme", "--name", "Acme")
        let app = try await imugi.json("app", "create", "shop", "--company", "acme", "--coin", "usdt")
        let key = try await imugi.json("key", "create", "shop")
        let user = try await imugi.json("user", "create", "--name", "alice", "--password-stdin", input: "correct horse\n2468 13579\n")
        try await imugi.run(
            "deposit", "--uid", try #require(app.text("admin_uid")), "--coin", "usdt", "--volume", "1000", "--reference", "in"
        )
        return (
            try #require(key.text("access_key")), try #require(key.text("secret_key")), try #require(user.text("uid").flatMap { Int($0) })
        )
    }
}
