import HTTPTypes
import PayCore
import PayDomain
import PaySandbox
import PayWire
import TestSupport
import Testing

/// The sign-in page of apps (protocol, section 6).
@Suite struct LoginPageTests {
    private static func url(
        scopes: String = "1,7,9,12", app: String = "sandbox-app", redirect: String = "https://example.com/in?x=1",
        state: String = "state000",
        device: String = "device01"
    ) -> String {
        let query = QueryString([
            ("app_id", app), ("scopes", scopes), ("state", state), ("device", device), ("redirect_url", redirect),
        ])
        return "/oauth/login/?\(query.text)"
    }

    private static func query(of view: TestBrowser.View) throws -> QueryString {
        let location = try #require(view.location)
        #expect(view.status == 303 && location.hasPrefix("https://example.com/in?x=1&code="))
        return try QueryString(parsing: String(location.drop { $0 != "?" }.dropFirst()))
    }

    @Test func aUserAllowsWhatIsTickedAndTheAppSignsIn() async throws {
        try await Sandbox.run { sandbox in
            let browser = TestBrowser(sandbox)
            let first = try await browser.open(Self.url())
            #expect(first.status == 200 && first.html.contains("sandbox-app") && first.html.contains("The app never sees your password"))
            let view = try await browser.signIn("carol", on: first)
            for text in [
                "Know who you are", "See your main account", "Sign you in without asking again", "Take payments from your open account",
            ] {
                #expect(view.html.contains(text), "\(text)")
            }
            // What an app could do later without the user is ticked by the user or not at all.
            #expect(view.html.contains(#"name="scope_7" type="checkbox" value="on" checked"#))
            #expect(!view.html.contains(#"name="scope_12" type="checkbox" value="on" checked"#) && !view.html.contains(#"name="scope_1""#))
            let back = try Self.query(of: try await browser.press("allow", on: view, [("scope_7", "on"), ("scope_6", "on")]))
            #expect(back["scopes"] == "1,7" && back["state"] == "state000" && back["device"] == "device01")
            let now = sandbox.clock.now().seconds
            #expect((now + 299...now + 300).contains(try #require(back["expire_time"].flatMap { Int64($0) })))
            let body = #"{"code":"\#(back["code"] ?? "")","scopes":"1,7,9,12","state":"state000","device":"device01"}"#
            let login = try await sandbox.send("/api/v1/login/do/", body)
            #expect(login.code == 1 && login.data?.text("uid") == "1000002" && login.data?.text("pay_token") == "")
            #expect(login.data?["scopes"] == .array([.number("1"), .number("7")]))
        }
    }

    @Test func whoRefusesSendsNoCode() async throws {
        try await Sandbox.run { sandbox in
            let browser = TestBrowser(sandbox)
            let first = try await browser.open(Self.url())
            let refused = try Self.query(of: try await browser.press("refuse", on: first))
            #expect(refused["code"] == "" && refused["expire_time"] == "-1" && refused["scopes"] == "")
            let view = try await browser.signIn("carol", on: first)
            #expect(try Self.query(of: try await browser.press("refuse", on: view))["code"] == "")
            let carol = try #require(UserID(1_000_002))
            let app = try #require(AppID("sandbox-app"))
            #expect(try await sandbox.platform.store.grant(of: app, user: carol) == nil)
        }
    }

    @Test func scopeNineSkipsTheQuestionUntilMoreIsAskedForOrItIsTakenBack() async throws {
        try await Sandbox.run { sandbox in
            let browser = TestBrowser(sandbox)
            let view = try await browser.signIn("carol", on: try await browser.open(Self.url()))
            _ = try await browser.press("allow", on: view, [("scope_7", "on"), ("scope_9", "on"), ("scope_12", "on")])
            #expect(try Self.query(of: try await browser.open(Self.url()))["scopes"] == "1,7,9,12")
            #expect(try Self.query(of: try await browser.open(Self.url(scopes: "1,7")))["scopes"] == "1,7")
            #expect(try await browser.open(Self.url(scopes: "1,7,13")).status == 200)
            // Nobody is signed in: the page asks for that first, and then goes on by itself.
            let other = TestBrowser(sandbox)
            let answer = try await other.press(
                "sign_in", on: try await other.open(Self.url()), [("login", "carol"), ("password", "carol-password")]
            )
            #expect(try Self.query(of: try await other.open(try #require(answer.location)))["code"]?.utf8.count == 64)
            let carol = try #require(UserID(1_000_002))
            let app = try #require(AppID("sandbox-app"))
            try await sandbox.platform.change(.revokeGrant(app: app, user: carol))
            #expect(try await browser.open(Self.url()).status == 200)
        }
    }

    @Test func aFormOfAnotherBrowserAllowsNothing() async throws {
        try await Sandbox.run { sandbox in
            let carol = TestBrowser(sandbox)
            let view = try await carol.signIn("carol", on: try await carol.open(Self.url()))
            let attacker = TestBrowser(sandbox)
            let foreign = try await attacker.open(Self.url())
            let forged = try await carol.post(try #require(view.action), [("csrf", foreign.csrf ?? ""), ("action", "allow")])
            #expect(forged.status == 403 && forged.location == nil)
            #expect(try await carol.press("confirm", on: view).status == 400)
        }
    }

    @Test func linksThatCannotBeAnsweredLeadNowhere() async throws {
        try await Sandbox.run { sandbox in
            let links = [
                Self.url(app: "nobody"), Self.url(scopes: "7"), Self.url(scopes: "1,x"), Self.url(scopes: ""), Self.url(scopes: "2"),
                Self.url(state: "short"), Self.url(device: "dev-ice01"), Self.url(device: "device"),
                Self.url(redirect: "https://example.com/"),
                Self.url(redirect: "https://example.com/in/"), Self.url(redirect: "https://example.com/in2"),
                Self.url(redirect: "https://example.com/in?code=1"), Self.url(redirect: "https://evil.example/in"),
                Self.url() + "&app_id=sandbox-cut-app", Self.url() + "&redirect_url=https://evil.example/in", "/oauth/login/",
            ]
            let browser = TestBrowser(sandbox)
            _ = try await browser.signIn("carol", on: try await browser.open(Self.url()))
            for link in links {
                let view = try await browser.open(link)
                #expect(view.status == 400 && view.location == nil && view.html.contains("This sign-in link does not work"), "\(link)")
                // The page's own address is all that repeats it, and there it is encoded.
                #expect(!view.html.contains("//evil"))
            }
            _ = try await sandbox.control("/sandbox/apps/sandbox-app", #"{"enabled":false}"#)
            #expect(try await browser.open(Self.url()).status == 400)
        }
    }

    /// Every address that is none of ours is refused, however it is written (hazards, security test 26).
    @Test func noEvilAddressIsEverGoneTo() async throws {
        try await Sandbox.run { sandbox in
            let browser = TestBrowser(sandbox)
            _ = try await browser.signIn("carol", on: try await browser.open(Self.url()))
            for row in try corpus("redirect_url") {
                let view = try await browser.open(Self.url(redirect: row.text))
                #expect(view.location == nil, "\(row)")
                // What the corpus takes for registered is not registered here; loopback is.
                let isLoopback = (try? WebURL(row.text))?.isLoopback == true
                if !isLoopback { #expect(view.status == 400 || view.status == 404, "\(row): \(view.status)") }
            }
        }
    }
}
