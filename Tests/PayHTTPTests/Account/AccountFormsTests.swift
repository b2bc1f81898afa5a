import HTTPTypes
import PayCore
import PayDomain
import PaySandbox
import TestSupport
import Testing

@testable import PayHTTP

/// What keeps others off the forms of the account (hazards, security tests 30 to 35).
@Suite struct AccountFormsTests {
    private struct Form: Sendable {
        let path: String
        let action: String
        var fields: [(String, String)] = []
    }

    private static let forms = [
        Form(
            path: AccountBrowser.password, action: "change_password",
            fields: [("password", "alice-password"), ("new_password", "taken over")]),
        Form(
            path: AccountBrowser.tradePassword, action: "change_trade_password",
            fields: [("password", "alice-password"), ("trade_password", "123456"), ("new_trade_password", "taken over")]),
        Form(path: AccountBrowser.security, action: "end_session"),
        Form(path: AccountBrowser.security, action: "end_other_sessions"),
        Form(path: "/account/apps/revoke?app=sandbox-app", action: "revoke"),
        Form(path: "/account/apps/revoke-all", action: "revoke_all"),
        Form(path: AccountBrowser.apps, action: "set_cap", fields: [("app", "sandbox-app"), ("coin", "usdt"), ("cap", "0")]),
        Form(path: AccountBrowser.apps, action: "remove_cap", fields: [("app", "sandbox-app"), ("coin", "usdt")]),
    ]

    @Test func aFormMustHaveBeenMadeForThisSession() async throws {
        try await Sandbox.run { sandbox in
            let alice = try await AccountBrowser("alice", of: sandbox)
            let phone = try await AccountBrowser("alice", of: sandbox)
            let bob = try await AccountBrowser("bob", of: sandbox)
            let tokens = try await sandbox.signIn(uid: Sandbox.alice)
            let phones = try #require(try await alice.sessionNames().first)
            let bobs = try #require(try await bob.open(AccountBrowser.security).csrf)
            let others = try #require(try await phone.open(AccountBrowser.security).csrf)
            for form in Self.forms {
                let fields = form.fields + (form.action == "end_session" ? [("session", phones)] : [])
                let own = try #require(try await alice.open(form.path).csrf)
                for csrf in ["", "0", String(repeating: "0", count: 64), bobs, others, String(own.dropLast())] {
                    let answer = try await alice.browser.post(form.path, [("csrf", csrf), ("action", form.action)] + fields)
                    #expect(answer.status == 403 && answer.location == nil, "\(form.action) \(csrf)")
                }
                // A form on another site is sent without the cookies, since they are SameSite; so is one of a stranger who knows the token.
                let stranger = TestBrowser(sandbox)
                let answer = try await stranger.post(form.path, [("csrf", own), ("action", form.action)] + fields)
                #expect(answer.status == 403 && answer.location == nil, "\(form.action)")
                // Bob's own token does nothing to Alice.
                let asBob = try await bob.browser.post(form.path, [("csrf", bobs), ("action", form.action)] + fields)
                #expect([200, 303, 404].contains(asBob.status), "\(form.action) \(asBob.status)")
                // Nothing is done by an address.
                let query = ([("action", form.action)] + fields).map { "\($0.0)=\($0.1.replacing(" ", with: "+"))" }.joined(separator: "&")
                #expect(try await alice.open("\(form.path)\(form.path.contains("?") ? "&" : "?")\(query)").status == 200)
            }
            #expect(try await sandbox.isPassword("alice-password", of: Sandbox.alice))
            #expect(try await sandbox.isPassword("123456", of: Sandbox.alice, .tradePassword))
            #expect(try await alice.isSignedIn())
            #expect(try await phone.isSignedIn())
            #expect(try await sandbox.status(of: tokens.access) == 1)
            #expect(try await sandbox.platform.store.spendingCaps(of: sandbox.user(Sandbox.alice).id).isEmpty)
        }
    }

    @Test func aFormOfASessionThatHasEndedAsksToSignInAndDoesNothing() async throws {
        try await Sandbox.run { sandbox in
            for form in Self.forms {
                let alice = try await AccountBrowser("alice", of: sandbox)
                let view = try await alice.open(form.path)
                _ = try await alice.press("sign_out", at: AccountBrowser.security)
                let answer = try await alice.browser.press(form.action, on: view, form.fields)
                #expect(answer.status == 403 && answer.location == nil, "\(form.action)")
            }
            #expect(try await sandbox.isPassword("alice-password", of: Sandbox.alice))
        }
    }

    @Test func aPageDoesWhatItsOwnButtonsSay() async throws {
        try await Sandbox.run { sandbox in
            let alice = try await AccountBrowser("alice", of: sandbox)
            for form in Self.forms {
                for action in ["confirm", "allow", "explode", ""] + Self.forms.map(\.action) where action != form.action {
                    // Two of them may share a page.
                    if Self.forms.contains(where: { $0.path == form.path && $0.action == action }) {
                        continue
                    }
                    #expect(try await alice.press(action, at: form.path, form.fields).status == 400, "\(form.path) \(action)")
                }
            }
        }
    }

    @Test(arguments: [false, true])
    func everyPageCarriesItsGuards(isSecure: Bool) async throws {
        try await Sandbox.run(publicURL: isSecure ? "https://pay.example.com" : "http://127.0.0.1:8080") { sandbox in
            let alice = try await AccountBrowser("alice", of: sandbox)
            var views: [TestBrowser.View] = []
            for form in Self.forms { views.append(try await alice.open(form.path)) }
            views.append(try await alice.open(AccountBrowser.apps))
            views.append(try await alice.press("end_other_sessions", at: AccountBrowser.security))
            for view in views {
                let policy = view.header("Content-Security-Policy") ?? ""
                #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"))
                #expect(policy.contains("form-action 'self';"))
                #expect(view.header("X-Frame-Options") == "DENY" && view.header("Referrer-Policy") == "no-referrer")
                #expect(view.header("Cache-Control") == "no-store" && (view.header("Strict-Transport-Security") != nil) == isSecure)
                #expect(!view.html.contains("style=\"") && !view.html.contains("onclick"))
                for cookie in view.headers[values: .setCookie] {
                    #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"))
                    #expect(cookie.hasPrefix("__Host-") == isSecure && cookie.contains("; Secure") == isSecure)
                }
            }
        }
    }

    @Test func whatANoticeCookieHoldsIsOnlyEverOneOfOurs() async throws {
        try await Sandbox.run { sandbox in
            let alice = try await AccountBrowser("alice", of: sandbox)
            for text in ["<script>alert(1)</script>", "app/<b>", "app/", "Password", String(repeating: "a", count: 4_000)] {
                alice.browser.setCookie("imugi-notice", text)
                for path in [AccountBrowser.security, AccountBrowser.apps] {
                    let view = try await alice.open(path)
                    #expect(view.status == 200 && !view.html.contains("notice-good"), "\(text)")
                }
            }
            for notice: AccountNotice in [.passwordChanged, .allAccessEnded, .accessEnded(try #require(AppID("sandbox-app")))] {
                #expect(AccountNotice(notice.text) == notice)
            }
        }
    }
}
