import HTTPTypes
import PayCore
import PayDomain
import PaySandbox
import PayWire
import TestSupport
import Testing

@testable import PayHTTP

/// What apps may do for a user, and how the user ends it.
@Suite struct AuthorisedAppsTests {
    private static let revoke = "/account/apps/revoke?app="
    private static let revokeAll = "/account/apps/revoke-all"

    private static func login(_ scopes: String) -> String {
        let query = QueryString([
            ("app_id", "sandbox-app"), ("scopes", scopes), ("state", "state000"), ("device", "device00"),
            ("redirect_url", "https://example.com/in?x=1"),
        ])
        return "/oauth/login/?\(query.text)"
    }

    @Test func anAppIsShownWithWhatItMayDoAndWhenItWasUsed() async throws {
        try await Sandbox.run { sandbox in
            let carol = try await AccountBrowser("carol", of: sandbox)
            #expect(try await carol.open(AccountBrowser.apps).html.contains("No app has access to your account."))
            var terms = Sandbox.LoginTerms()
            terms.scopes = "1,7,12"
            _ = try await sandbox.loginCode(terms, uid: Sandbox.carol)
            let before = try await carol.open(AccountBrowser.apps)
            for text in ["sandbox-app", "Sandbox Company", "See your main account", "Take payments from your open account", "Not used yet"]
            {
                #expect(before.html.contains(text), "\(text)")
            }
            #expect(!before.html.contains("Pay to your open account") && !before.html.contains("End the access of all apps"))
            let tokens = try await sandbox.signIn(terms, uid: Sandbox.carol)
            func time() -> String { PageTime.english(CivilMinute(startedBy: sandbox.clock.now())).shown }
            let used = try await carol.open(AccountBrowser.apps).html
            #expect(used.contains("Last used at <time") && used.contains(">\(time())</time></p>"))
            try await sandbox.advance(20 * 60)
            _ = try await sandbox.send(Sandbox.refreshPath, tokens.pair)
            #expect(try await carol.open(AccountBrowser.apps).html.contains(time()))
            try await sandbox.advance(20 * 60)
            #expect(try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("t1", uid: "\(Sandbox.carol)")).code == 1)
            #expect(try await carol.open(AccountBrowser.apps).html.contains(time()))
        }
    }

    @Test func aUserLimitsWhatAnAppTakesInADay() async throws {
        try await Sandbox.run { sandbox in
            let alice = try await AccountBrowser("alice", of: sandbox)
            let tokens = try await sandbox.signIn(uid: Sandbox.alice)
            func pay(_ tradeNo: String, _ volume: String) async throws -> Int? {
                let body = OpenAccountTests.payApp(tradeNo, volume: volume, payToken: tokens.pay)
                return try await sandbox.send(OpenAccountTests.payAppPath, body).code
            }
            func press(_ button: String, _ cap: String, coin: String = "usdt", app: String = "sandbox-app") async throws -> TestBrowser.View
            {
                try await alice.press(button, at: AccountBrowser.apps, [("app", app), ("coin", coin), ("cap", cap)])
            }
            let first = try await alice.open(AccountBrowser.apps)
            #expect(first.html.contains(#"<label for="cap-1-1">Limit in <bdi>USDT</bdi></label>"#))
            #expect(first.html.contains("No limit.</p>") && !first.html.contains("remove_cap"))
            #expect(try await pay("o1", "4") == 1)
            let answer = try await press("set_cap", "10.5")
            #expect(answer.status == 303 && answer.location == AccountBrowser.apps)
            // What was taken before on the same day counts.
            let set = try await alice.open(AccountBrowser.apps)
            #expect(set.html.contains("The limit of <bdi>sandbox-app</bdi> is set.") && set.html.contains(#"value="10.5""#))
            #expect(set.html.contains(#"Taken today: <span class="digits">4 USDT</span>."#))
            #expect(try await pay("o2", "7") == 11_032)
            #expect(try await pay("o3", "6.5") == 1)
            #expect(try await alice.open(AccountBrowser.apps).html.contains("10.5 USDT</span>"))
            for text in ["", "x", "-1", "1,5", "1e3", "0.0000000000000000001", " 1", "١"] {
                let wrong = try await press("set_cap", text)
                #expect(wrong.status == 200 && wrong.html.contains(#"id="cap-1-1-error" role="alert""#), "\(text)")
                #expect(wrong.html.contains("with at most 18 after the point") && wrong.html.contains("<title>Error: "), "\(text)")
            }
            for (coin, app) in [("btc", "sandbox-app"), ("usdt", "sandbox-cut-app"), ("", "sandbox-app"), ("usdt", "nobody")] {
                #expect(try await press("set_cap", "1", coin: coin, app: app).status == 404, "\(coin) \(app)")
            }
            #expect(try await press("remove_cap", "").status == 303)
            #expect(try await alice.open(AccountBrowser.apps).html.contains("The limit of <bdi>sandbox-app</bdi> is removed."))
            #expect(try await pay("o4", "7") == 1)
            // Nothing at all is a limit too.
            #expect(try await press("set_cap", "0").status == 303)
            #expect(try await pay("o5", "0.1") == 11_032)
        }
    }

    /// Each change holds payments up for a moment.
    @Test func nobodyChangesTheAccountWithoutEnd() async throws {
        try await Sandbox.run { sandbox in
            let alice = try await AccountBrowser("alice", of: sandbox)
            let form = try await alice.open(AccountBrowser.apps)
            let fields = [("app", "sandbox-app"), ("coin", "usdt"), ("cap", "1")]
            for _ in 1...CountAccountChange.maximum {
                #expect(try await alice.browser.press("set_cap", on: form, fields).status == 303)
            }
            #expect(try await alice.browser.press("set_cap", on: form, fields).status == 503)
            let question = try await alice.open("\(Self.revoke)sandbox-app")
            #expect(try await alice.browser.press("revoke", on: question).status == 503)
            try await sandbox.advance(SignInThrottle.window)
            #expect(try await alice.browser.press("revoke", on: question).status == 303)
        }
    }

    @Test func oneAppsAccessEndsAtOnceAndWholly() async throws {
        try await Sandbox.run { sandbox in
            let alice = try await AccountBrowser("alice", of: sandbox)
            // Remembered: the sign-in page asks nothing.
            let remembered = try await alice.open(Self.login("1,7,9"))
            #expect(remembered.status == 303)
            let tokens = try await sandbox.signIn(uid: Sandbox.alice)
            let elsewhere = try await sandbox.signIn(Sandbox.LoginTerms(app: "sandbox-cut-app"), uid: Sandbox.alice)
            let bobs = try await sandbox.signIn(uid: Sandbox.bob)
            let code = try await sandbox.loginCode(uid: Sandbox.alice)

            let question = try await alice.open("\(Self.revoke)sandbox-app")
            #expect(question.status == 200 && question.html.contains("See your main account"))
            #expect(question.html.contains("You are signed out there at once") && question.html.contains("Keep access"))
            // Looking ends nothing.
            #expect(try await sandbox.status(of: tokens.access) == 1)
            let answer = try await alice.browser.press("revoke", on: question)
            #expect(answer.status == 303 && answer.location == AccountBrowser.apps)
            let list = try await alice.open(AccountBrowser.apps)
            #expect(list.html.contains("has no access any more") && list.html.contains(#"role="status""#))
            #expect(list.html.contains("sandbox-cut-app") && !list.html.contains(#"revoke?app=sandbox-app""#))

            #expect(try await sandbox.status(of: tokens.access) == 11_020)
            #expect(try await sandbox.send(Sandbox.refreshPath, tokens.pair).code == 11_024)
            let pay = OpenAccountTests.payApp("o1", payToken: tokens.pay)
            #expect(try await sandbox.send(OpenAccountTests.payAppPath, pay).code == 11_034)
            #expect(try await sandbox.send(Sandbox.logInPath, Sandbox.LoginTerms().redemption(code)).code == 11_018)
            #expect(try await alice.open(Self.login("1,7,9")).status == 200)
            #expect(try await sandbox.status(of: elsewhere.access, app: "sandbox-cut-app") == 1)
            #expect(try await sandbox.status(of: bobs.access) == 1)
            // Pressing twice is the same as once; there is nothing more to look at.
            #expect(try await alice.browser.press("revoke", on: question).status == 303)
            #expect(try await alice.open("\(Self.revoke)sandbox-app").status == 404)
        }
    }

    @Test func allAppsLoseTheirAccess() async throws {
        try await Sandbox.run { sandbox in
            let alice = try await AccountBrowser("alice", of: sandbox)
            let tokens = try await sandbox.signIn(uid: Sandbox.alice)
            let elsewhere = try await sandbox.signIn(Sandbox.LoginTerms(app: "sandbox-cut-app"), uid: Sandbox.alice)
            let bobs = try await sandbox.signIn(uid: Sandbox.bob)
            #expect(try await alice.open(AccountBrowser.apps).html.contains("End the access of all apps"))
            let question = try await alice.open(Self.revokeAll)
            #expect(question.html.contains("sandbox-app") && question.html.contains("sandbox-cut-app"))
            #expect(try await alice.browser.press("revoke_all", on: question).status == 303)
            let list = try await alice.open(AccountBrowser.apps)
            #expect(list.html.contains("No app has access to your account any more."))
            #expect(try await sandbox.status(of: tokens.access) == 11_020)
            #expect(try await sandbox.status(of: elsewhere.access, app: "sandbox-cut-app") == 11_020)
            #expect(try await sandbox.status(of: bobs.access) == 1)
            // Nothing is left to ask about.
            #expect(try await alice.open(Self.revokeAll).location == AccountBrowser.apps)
        }
    }

    @Test func anAppThatWasNeverAllowedIsNotThere() async throws {
        try await Sandbox.run { sandbox in
            let carol = try await AccountBrowser("carol", of: sandbox)
            let bobs = try await sandbox.signIn(uid: Sandbox.bob)
            let form = try await carol.open(AccountBrowser.apps)
            for app in ["sandbox-app", "nobody", "", "../x", "sandbox-app&app=sandbox-app", "%3Cscript%3E"] {
                #expect(try await carol.open("\(Self.revoke)\(app)").status == 404, "\(app)")
                let fields = [("csrf", form.csrf ?? ""), ("action", "revoke")]
                #expect(try await carol.browser.post("\(Self.revoke)\(app)", fields).status == 404, "\(app)")
            }
            #expect(try await sandbox.status(of: bobs.access) == 1)
            let uid = try await sandbox.user(Sandbox.carol).id
            #expect(try await sandbox.platform.store.grants(of: uid).isEmpty)
        }
    }

    /// Hazards, security test 36.
    @Test func namesOfAppsStayText() async throws {
        try await Sandbox.run { sandbox in
            let alice = try await AccountBrowser("alice", of: sandbox)
            let user = try await sandbox.user(Sandbox.alice)
            let pattern = try sandbox.app()
            for (number, row) in try corpus("unicode").enumerated() {
                let id = try #require(AppID("hostile-\(number)"))
                let app = App(
                    id: id, company: pattern.company, name: row.text, manager: pattern.manager, isEnabled: true, scopes: .all, coins: [:],
                    cutRate: pattern.cutRate, envelopeMember: .lowerCase, callbackURL: nil, redirectOrigins: pattern.redirectOrigins,
                    checkKey: "k", strongSecret: Array(repeating: 1, count: 32))
                try await sandbox.platform.change(.addApp(app))
                try await sandbox.platform.change(.setGrant(Grant(app: id, user: user.id, scopes: ScopeSet([.signIn]))))
            }
            let list = try await alice.open(AccountBrowser.apps)
            let question = try await alice.open("\(Self.revoke)hostile-0")
            let all = try await alice.open(Self.revokeAll)
            for html in [list.html, question.html, all.html].map(\.withoutOwnScript) {
                for mark in ["<script", "<img src=x", "onerror=alert(1)>", "<svg"] { #expect(!html.contains(mark), "\(mark)") }
                #expect(!html.unicodeScalars.contains { ($0.value < 0x20 && $0 != "\n" && $0 != "\t") || (0x7F...0x9F).contains($0.value) })
            }
            #expect(list.html.contains(#"revoke?app=hostile-0""#))
        }
    }
}
