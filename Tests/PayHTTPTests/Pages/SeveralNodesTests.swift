import Hummingbird
import HummingbirdTesting
import PayCore
import PayDomain
import PayHTTP
import PayServer
import Testing

/// Pages of one platform that several servers serve, one after the other or at the same time.
@Suite struct SeveralNodesTests {
    /// Runs `body` with a second server on the first one's store.
    private func run(masterKey: MasterKey, _ body: @escaping @Sendable (_ first: Sandbox, _ second: Sandbox) async throws -> Void)
        async throws
    {
        try await Sandbox.run { first in
            let running = try await RunningPlatform.open(
                on: first.platform.store, masterKey: masterKey, passwordCost: .sandbox, clock: first.clock,
                settings: first.platform.settings, metrics: MetricsRegistry(logger: .silent), logger: .silent
            )
            let app = Application(responder: try Routes(running.platform).router().buildResponder())
            try await app.test(.router) { client in
                let second = Sandbox(
                    client: client, clock: first.clock, platform: running.platform, metrics: running.metrics, folder: first.folder
                )
                try await body(first, second)
            }
        }
    }

    @Test func aFormOfOneServerIsAcceptedByAnotherOfTheSameMasterKey() async throws {
        try await run(masterKey: .sandbox) { first, second in
            let url = try await first.payURL(Sandbox.applyBody("p1"))
            let (here, there) = (TestBrowser(first), TestBrowser(second))
            let signIn = try await here.open(url)
            there.takeCookies(of: here)
            // Before there is a session, and with one.
            let signedIn = try await there.press("sign_in", on: signIn, [("login", "bob"), ("password", "bob-password")])
            #expect(signedIn.status == 303)
            let payment = try await there.open(try #require(signedIn.location))
            here.takeCookies(of: there)
            let paid = try await here.press("confirm", on: payment, [("trade_password", "123456")])
            #expect(paid.status == 303 && paid.location?.contains("status=1") == true)
        }
    }

    @Test func aFormOfAnotherMasterKeyIsRefused() async throws {
        try await run(masterKey: .generate()) { first, second in
            let url = try await first.payURL(Sandbox.applyBody("p1"))
            let (here, there) = (TestBrowser(first), TestBrowser(second))
            let signIn = try await here.open(url)
            there.takeCookies(of: here)
            let refused = try await there.press("sign_in", on: signIn, [("login", "bob"), ("password", "bob-password")])
            #expect(refused.status == 403 && refused.html.contains("This form is no longer valid"))
            #expect(there.cookies["imugi"] == nil)
        }
    }

    /// Ten wrong tries of a stranger end the tries of all strangers, and a known browser has its own.
    private func lockStrangersOut(of name: String, at sandbox: Sandbox, _ url: String) async throws {
        let stranger = TestBrowser(sandbox)
        let view = try await stranger.open(url)
        for _ in 1...SignInThrottle.maximumTries {
            #expect(try await stranger.press("sign_in", on: view, [("login", name), ("password", "wrong")]).status == 200)
        }
        #expect(try await stranger.press("sign_in", on: view, [("login", name), ("password", "wrong")]).status == 429)
    }

    @Test func aBrowserThatIsKnownToOneServerIsKnownToAnother() async throws {
        try await run(masterKey: .sandbox) { first, second in
            let url = try await first.payURL(Sandbox.applyBody("p1"))
            let here = TestBrowser(first)
            _ = try await here.signIn("bob", on: try await here.open(url))
            try await lockStrangersOut(of: "bob", at: second, url)
            let there = TestBrowser(second)
            there.setCookie("imugi-known", try #require(here.cookies["imugi-known"]))
            _ = try await there.signIn("bob", on: try await there.open(url))
            // Known as bob, and as nobody else.
            try await lockStrangersOut(of: "carol", at: second, url)
            let carol = TestBrowser(second)
            carol.setCookie("imugi-known", try #require(here.cookies["imugi-known"]))
            let view = try await carol.open(url)
            #expect(try await carol.press("sign_in", on: view, [("login", "carol"), ("password", "carol-password")]).status == 429)
        }
    }

    @Test func aStrangerCannotPassForAKnownBrowserByTheTokenOfAForm() async throws {
        try await Sandbox.run { sandbox in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1"))
            try await lockStrangersOut(of: "bob", at: sandbox, url)
            for binding in ["bob", "known/bob"] {
                let stranger = TestBrowser(sandbox)
                // The page answers with a token for whatever the browser says that its cookie is.
                stranger.setCookie("imugi-form", binding)
                let view = try await stranger.open(url)
                stranger.setCookie("imugi-known", try #require(view.csrf))
                #expect(try await stranger.press("sign_in", on: view, [("login", "bob"), ("password", "wrong")]).status == 429)
            }
        }
    }
}

extension TestBrowser {
    /// Goes on as the same browser, at another server.
    fileprivate func takeCookies(of other: TestBrowser) {
        for (name, value) in other.cookies { setCookie(name, value) }
    }
}
