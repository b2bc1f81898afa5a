import PayCore
import PayDomain
import PaySandbox
import PayWire
import TestSupport
import Testing

/// Sign-in, its code and what comes of it (protocol, section 6).
@Suite struct LoginTests {
    @Test func theWholeFlowWithItsMembers() async throws {
        try await Sandbox.run { sandbox in
            let terms = Sandbox.LoginTerms(scopes: "1,7,12")
            let now = sandbox.clock.now().seconds
            let page = try await sandbox.answerLogin(terms, uid: Sandbox.alice)
            let url = try #require(page.json?.text("redirect_url"))
            #expect(url.hasPrefix("https://example.com/in?x=1&code="))
            let query = try #require(Sandbox.query(of: url))
            #expect(query["scopes"] == "1,7,12" && query["state"] == "state000" && query["device"] == "device00")
            let expiry = try #require(query["expire_time"].flatMap { Int64($0) })
            #expect((now + 300...now + 360).contains(expiry))

            let code = try #require(query["code"])
            let answer = try await sandbox.send(Sandbox.logInPath, terms.redemption(code))
            let login = try #require(answer.data)
            #expect(
                login.members.map(\.name) == [
                    "access_token", "access_token_et", "refresh_token", "refresh_token_et", "company_id", "app_id", "open_id", "union_id",
                    "uid", "scopes", "pay_token",
                ]
            )
            #expect(login.text("company_id") == "sandbox-company" && login.text("app_id") == "sandbox-app")
            #expect(login.text("open_id") == "59991c0e35855a48bb1157295dd63ce4" && login.text("union_id") == "union_1000000")
            #expect(login["uid"] == .number("1000000"))
            #expect(login["scopes"] == .array([.number("1"), .number("7"), .number("12")]))
            let tokens = try Sandbox.Tokens(answer)
            #expect(tokens.access.utf8.count == 64 && tokens.refresh.utf8.count == 64 && tokens.pay.utf8.count == 20)
            let accessEnd = try #require(login.text("access_token_et").flatMap { Int64($0) })
            let refreshEnd = try #require(login.text("refresh_token_et").flatMap { Int64($0) })
            #expect(accessEnd >= now + 7_200 && refreshEnd >= now + 604_800)

            let status = try await sandbox.send(Sandbox.ClientCall(Sandbox.tokenStatus, token: tokens.access))
            let expected = #"{"ok":true,"code":1,"msg":"","data":{"app_id":"sandbox-app","access_token_et":\#(accessEnd)}}"#
            #expect(String(decoding: status.body, as: UTF8.self) == expected)

            let names =
                #"{"company_id":"sandbox-company","app_id":"sandbox-app","open_id":"59991c0e35855a48bb1157295dd63ce4","#
                + #""union_id":"union_1000000","uid":1000000}"#
            let path = "/api/v1/user/detail/"
            let own = try await sandbox.send(Sandbox.ClientCall(path, token: tokens.access, body: "{}"))
            #expect(String(decoding: own.body, as: UTF8.self) == #"{"ok":true,"code":1,"msg":"","data":\#(names)}"#)
            let found = try await sandbox.send(path, #"{"open_id":"59991c0e35855a48bb1157295dd63ce4"}"#)
            #expect(found.body == own.body)
            #expect(try await sandbox.send(path, #"{"open_id":"nobody"}"#).code == 11_015)
            #expect(try await sandbox.send(path, "{}").code == 8)
        }
    }

    @Test func aUserWhoRefusesSendsNoCode() async throws {
        try await Sandbox.run { sandbox in
            let page = try await sandbox.answerLogin(Sandbox.LoginTerms(), uid: Sandbox.carol, action: "refuse")
            let expected = "https://example.com/in?x=1&code=&expire_time=-1&scopes=&state=state000&device=device00"
            #expect(page.json?.text("redirect_url") == expected)
            #expect(try await sandbox.send(Sandbox.logInPath, Sandbox.LoginTerms().redemption("")).code == 8)
        }
    }

    /// Hazards, test 21.
    @Test func aCodeWorksOnceAndItsReuseEndsWhatItGave() async throws {
        try await Sandbox.run { sandbox in
            let terms = Sandbox.LoginTerms()
            let code = try await sandbox.loginCode(terms, uid: Sandbox.alice)
            let tokens = try Sandbox.Tokens(try await sandbox.send(Sandbox.logInPath, terms.redemption(code)))
            #expect(try await sandbox.status(of: tokens.access) == 1)
            #expect(try await sandbox.send(Sandbox.logInPath, terms.redemption(code)).code == 11_018)
            #expect(try await sandbox.status(of: tokens.access) == 11_020)
            #expect(try await sandbox.send(Sandbox.refreshPath, tokens.pair).code == 11_024)
            let pay = OpenAccountTests.payApp("t1", payToken: tokens.pay)
            #expect(try await sandbox.send(OpenAccountTests.payAppPath, pay).code == 11_034)
        }
    }

    /// Hazards, test 22.
    @Test func aCodeThatIsShownWithSomethingWrongIsSpent() async throws {
        try await Sandbox.run { sandbox in
            let terms = Sandbox.LoginTerms()
            let wrong: [(String, (inout Sandbox.LoginTerms) -> Void)] = [
                ("app", { $0.app = "sandbox-cut-app" }), ("state", { $0.state = "state001" }), ("device", { $0.device = "device01" }),
                ("fewer scopes", { $0.scopes = "1,5" }), ("more scopes", { $0.scopes += ",14" }),
            ]
            for (what, change) in wrong {
                let code = try await sandbox.loginCode(terms, uid: Sandbox.alice)
                var other = terms
                change(&other)
                #expect(try await sandbox.send(Sandbox.logInPath, other.redemption(code), app: other.app).code == 11_018, "\(what)")
                #expect(try await sandbox.send(Sandbox.logInPath, terms.redemption(code)).code == 11_018, "\(what): not spent")
            }
            // What is no redemption at all spends nothing.
            let code = try await sandbox.loginCode(terms, uid: Sandbox.alice)
            var unreadable = terms
            unreadable.scopes = "1,two"
            #expect(try await sandbox.send(Sandbox.logInPath, unreadable.redemption(code)).code == 8)
            var elsewhere = terms
            elsewhere.app = "sandbox-cut-app"
            #expect(try await sandbox.send(Sandbox.logInPath, elsewhere.redemption(code)).code == 8)
            #expect(try await sandbox.send(Sandbox.logInPath, terms.redemption(code)).code == 1)
            #expect(try await sandbox.send(Sandbox.logInPath, terms.redemption("no-such-code")).code == 11_018)
        }
    }

    /// Hazards, test 23.
    @Test func aCodeExpiresAfterFiveMinutes() async throws {
        try await Sandbox.run { sandbox in
            let terms = Sandbox.LoginTerms()
            let early = try await sandbox.loginCode(terms, uid: Sandbox.alice)
            try await sandbox.advance(290)
            #expect(try await sandbox.send(Sandbox.logInPath, terms.redemption(early)).code == 1)
            let late = try await sandbox.loginCode(terms, uid: Sandbox.alice)
            try await sandbox.advance(300)
            #expect(try await sandbox.send(Sandbox.logInPath, terms.redemption(late)).code == 11_018)
        }
    }

    /// Hazards, fault 46.
    @Test func aHundredRedemptionsOfOneCodeGiveOneLogin() async throws {
        try await Sandbox.run { sandbox in
            let terms = Sandbox.LoginTerms()
            let body = terms.redemption(try await sandbox.loginCode(terms, uid: Sandbox.alice))
            let codes = try await sandbox.codes(100) { _ in try await sandbox.send(Sandbox.logInPath, body) }
            #expect(codes == [1: 1, 11_018: 99])
        }
    }

    @Test func grantedIsWhatIsAskedForAndOwnedAndTicked() async throws {
        try await Sandbox.run { sandbox in
            let limited = Sandbox.LoginTerms(app: "sandbox-limited-app", scopes: "1,5,7,12")
            let code = try await sandbox.loginCode(limited, uid: Sandbox.carol)
            let answer = try await sandbox.send(Sandbox.logInPath, limited.redemption(code), app: limited.app)
            #expect(answer.data?["scopes"] == .array([.number("1"), .number("7")]))
            #expect(answer.data?["pay_token"] == .string(""))

            let carol = try await sandbox.user(Sandbox.carol)
            let app = try sandbox.app()
            let application = LoginApplication(
                app: app, asked: ScopeSet([.signIn, .userToApp, .readSpotAssets]), state: "state000", device: "device00",
                redirectURL: "https://example.com/in"
            )
            let login = try await AuthoriseApp(sandbox.platform)
                .run(application, ticked: ScopeSet([.signIn, .readSpotAssets, .withdraw]), as: carol)
            #expect(login.granted == ScopeSet([.signIn, .readSpotAssets]))
            let ticked = Sandbox.LoginTerms(scopes: "1,5,7")
            let redeemed = try await sandbox.send(Sandbox.logInPath, ticked.redemption(login.code.text))
            #expect(redeemed.data?["scopes"] == .array([.number("1"), .number("7")]))

            let without = Sandbox.LoginTerms(scopes: "5,7")
            #expect(try await sandbox.answerLogin(without, uid: Sandbox.carol).status == 409)
        }
    }

    @Test func thereIsAPayTokenOnlyWithScopeTwelve() async throws {
        try await Sandbox.run { sandbox in
            let without = try await sandbox.signIn(Sandbox.LoginTerms(scopes: "1,13"), uid: Sandbox.alice)
            let with = try await sandbox.signIn(Sandbox.LoginTerms(scopes: "1,12"), uid: Sandbox.alice)
            #expect(without.pay.isEmpty && with.pay.utf8.count == 20)
        }
    }

    /// Hazards, test 26: no row of the corpus leads anywhere but to a registered address.
    @Test func theBrowserIsNeverSentElsewhere() async throws {
        try await Sandbox.run { sandbox in
            for row in try corpus("redirect_url") {
                for action in ["approve", "refuse"] {
                    var terms = Sandbox.LoginTerms()
                    terms.redirectURL = row.text
                    let answer = try await sandbox.answerLogin(terms, uid: Sandbox.alice, action: action)
                    if let url = answer.json?.text("redirect_url") {
                        let target = try WebURL(url)
                        #expect(target.isLoopback || target.origin + target.path == "https://example.com/in", "\(row): \(url)")
                    } else {
                        #expect(answer.status == 409 || answer.status == 400, "\(row): \(answer.status)")
                    }
                }
            }
            for url in [
                "https://example.com/in/", "https://example.com/IN", "https://example.com/", "http://example.com/in",
                "https://example.com:8443/in", "https://example.com/in?code=mine", "https://example.com/in?x=1;state=mine",
                "https://example.com/in#f", "https://example.com/in/../out", "https://example.com/%69n",
            ] {
                var terms = Sandbox.LoginTerms()
                terms.redirectURL = url
                let answer = try await sandbox.answerLogin(terms, uid: Sandbox.alice)
                #expect(answer.status == 409 && answer.json?.text("redirect_url") == nil, "\(url)")
            }
        }
    }
}
