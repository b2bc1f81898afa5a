import HTTPTypes
import PayCore
import PayDomain
import PaySandbox
import PayWire
import Testing

/// What keeps others off the pages (hazards, security tests 30 to 41).
@Suite struct PageSecurityTests {
    private static let secure = "https://pay.example.com"

    /// Everything that each page must carry, whatever its status.
    private func check(_ view: TestBrowser.View, secure: Bool) {
        let policy = view.header("Content-Security-Policy") ?? ""
        #expect(
            policy.contains("default-src 'none'; script-src 'self';") && policy.contains("frame-ancestors 'none'")
                && !policy.contains("unsafe"))
        #expect(view.header("X-Frame-Options") == "DENY")
        #expect(view.header("X-Content-Type-Options") == "nosniff")
        #expect(view.header("Referrer-Policy") == "no-referrer")
        #expect(view.header("Cache-Control") == "no-store")
        #expect((view.header("Strict-Transport-Security") != nil) == secure)
        #expect(!view.html.withoutOwnScript.contains("<script") && !view.html.contains("style=\"") && !view.html.contains("onclick"))
    }

    @Test(arguments: [false, true])
    func everyPageCarriesItsGuards(secure: Bool) async throws {
        try await Sandbox.run(publicURL: secure ? Self.secure : "http://127.0.0.1:8080") { sandbox in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1"))
            let browser = TestBrowser(sandbox)
            let first = try await browser.open(url)
            check(first, secure: secure)
            check(try await browser.open("/oauth/pay?code=0"), secure: secure)
            check(try await browser.post("/oauth/pay", [("action", "confirm")]), secure: secure)
            check(try await browser.press("sign_in", on: first, [("login", "bob"), ("password", "wrong")]), secure: secure)
            let answer = try await browser.press("sign_in", on: first, [("login", "bob"), ("password", "bob-password")])
            check(answer, secure: secure)
            let view = try await browser.open(url)
            check(view, secure: secure)
            check(try await browser.press("confirm", on: view, [("trade_password", "123456")]), secure: secure)
            check(try await browser.open("/oauth/login/?app_id=none"), secure: secure)
            for cookie in first.headers[values: .setCookie] + answer.headers[values: .setCookie] {
                #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"))
                #expect(cookie.hasPrefix("__Host-") == secure && cookie.contains("; Secure") == secure)
            }
        }
    }

    @Test func aFormMustHaveBeenMadeForThisBrowser() async throws {
        try await Sandbox.run { sandbox in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1"))
            let bob = TestBrowser(sandbox)
            let view = try await bob.signIn("bob", on: try await bob.open(url))
            let action = try #require(view.action)
            let alice = TestBrowser(sandbox)
            let foreign = try await alice.signIn("alice", on: try await alice.open(url))
            for csrf in ["", "0", String(repeating: "0", count: 64), foreign.csrf ?? "", String((view.csrf ?? "").dropLast())] {
                let answer = try await bob.post(action, [("csrf", csrf), ("action", "confirm"), ("trade_password", "123456")])
                #expect(answer.status == 403 && answer.html.contains("This form is no longer valid"), "\(csrf)")
            }
            let twice = [("csrf", view.csrf ?? ""), ("action", "confirm"), ("action", "cancel"), ("trade_password", "123456")]
            #expect(try await bob.post(action, twice).status == 400)
            #expect(try await bob.post(action, [("csrf", view.csrf ?? ""), ("action", "explode")]).status == 400)
            #expect(try await bob.press("allow", on: view).status == 400)
            let long = try await bob.press("confirm", on: view, [("trade_password", String(repeating: "a", count: 9_000))])
            #expect(long.status == 413 && long.html.contains("What you entered is too long"))
            #expect(try await bob.open("\(url)&action=confirm&trade_password=123456").status == 200)
            #expect(try await sandbox.send(Sandbox.detail, #"{"trade_no":"p1"}"#).code == 11_027)
        }
    }

    @Test func aSessionIsNewWithEachSignInAndEndsWithTheNext() async throws {
        try await Sandbox.run { sandbox in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1"))
            let browser = TestBrowser(sandbox)
            // A cookie that somebody has planted signs nobody in and is not taken over.
            browser.setCookie("imugi", String(repeating: "a", count: 64))
            let view = try await browser.signIn("bob", on: try await browser.open(url))
            let first = try #require(browser.cookies["imugi"])
            #expect(first != String(repeating: "a", count: 64) && first.utf8.count == 64)
            #expect(browser.cookies["imugi-form"] == nil)
            // Signing in once more, from a page that was open, ends the session before.
            let again = try await browser.press("sign_in", on: view, [("login", "alice"), ("password", "alice-password")])
            #expect(again.status == 303)
            let thief = TestBrowser(sandbox)
            thief.setCookie("imugi", first)
            #expect(try await thief.open(url).html.contains("Sign in to pay"))
            // Signing out ends it on the platform, not in the browser alone.
            let second = try #require(browser.cookies["imugi"])
            _ = try await browser.press("sign_out", on: try await browser.open(url))
            #expect(browser.cookies["imugi"] == nil)
            thief.setCookie("imugi", second)
            #expect(try await thief.open(url).html.contains("Sign in to pay"))
        }
    }

    @Test func aSessionEndsWithItsTimeAndWithANewPassword() async throws {
        try await Sandbox.run { sandbox in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1"))
            let browser = TestBrowser(sandbox)
            let view = try await browser.signIn("bob", on: try await browser.open(url))
            let bob = try #require(UserID(1_000_001))
            let hash = try await sandbox.platform.passwords.hash("another password")
            try await sandbox.platform.change(.setPassword(bob, hash: hash))
            let ended = try await browser.press("confirm", on: view, [("trade_password", "123456")])
            #expect(ended.location == nil && ended.html.contains("Your session ended before anything was done"))
            #expect(try await sandbox.order("p1") == nil)
            #expect(try await browser.open(url).html.contains("Sign in to pay"))

            let alice = TestBrowser(sandbox)
            _ = try await alice.signIn("alice", on: try await alice.open(url))
            _ = try await sandbox.control("/sandbox/clock/advance", #"{"seconds":1800}"#)
            let later = try await sandbox.payURL(Sandbox.applyBody("p2"))
            #expect(try await alice.open(later).html.contains("Sign in to pay"))
        }
    }

    /// Hazards, security test 40: others can try a name until it is locked for them, and not for the browser that it belongs to.
    @Test func aBrowserThatHasSignedInBeforeIsNotKeptOutByOthers() async throws {
        try await Sandbox.run { sandbox in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1"))
            let (own, stranger) = (TestBrowser(sandbox), TestBrowser(sandbox))
            let signedIn = try await own.signIn("bob", on: try await own.open(url))
            _ = try await own.press("sign_out", on: signedIn)
            let view = try await stranger.open(url)
            for _ in 1...10 {
                let wrong = try await stranger.press("sign_in", on: view, [("login", "bob"), ("password", "wrong")])
                #expect(wrong.status == 200)
            }
            let locked = try await stranger.press("sign_in", on: view, [("login", "bob"), ("password", "bob-password")])
            #expect(locked.status == 429)
            let back = try await own.signIn("bob", on: try await own.open(url))
            #expect(back.html.contains("bob") && back.status == 200)
            // It is known under this name only.
            for _ in 1...11 { _ = try await stranger.press("sign_in", on: view, [("login", "carol"), ("password", "wrong")]) }
            let out = try await own.press("sign_out", on: back)
            let form = try await own.open(try #require(out.location))
            let other = try await own.press("sign_in", on: form, [("login", "carol"), ("password", "carol-password")])
            #expect(other.status == 429)
        }
    }

    @Test func anUnknownNameLooksLikeAWrongPassword() async throws {
        try await Sandbox.run { sandbox in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1"))
            let browser = TestBrowser(sandbox)
            let view = try await browser.open(url)
            func page(_ name: String) async throws -> String {
                let answer = try await browser.press("sign_in", on: view, [("login", name), ("password", "no such password")])
                #expect(answer.status == 200 && answer.headers[values: .setCookie].isEmpty)
                // Minutes pass between two pages on a busy machine.
                return answer.html.replacing(name, with: "NAME").replacing(/[0-9]+/, with: "0")
            }
            #expect(try await page("bob") == page("nobody"))
            // An account that nobody signs in on, and one that was disabled, look the same too.
            #expect(try await page("sandbox-app-manager") == page("nobody"))
            let carol = try #require(UserID(1_000_002))
            try await sandbox.platform.change(.setUserEnabled(carol, false))
            let disabled = try await browser.press("sign_in", on: view, [("login", "carol"), ("password", "carol-password")])
            #expect(disabled.status == 200 && disabled.html.contains("The user name or the password is wrong"))
            for _ in 0..<12 { _ = try await browser.press("sign_in", on: view, [("login", "bob"), ("password", "guess")]) }
            let refused = try await browser.press("sign_in", on: view, [("login", "bob"), ("password", "bob-password")])
            #expect(refused.status == 429 && refused.header("Retry-After") == "60")
        }
    }
}
