import Foundation
import PayCore
import PayDomain
import PaySandbox
import PayWire
import TestSupport
import Testing

/// Codes and tokens (protocol, section 6; hazards, security tests 21 to 25).
@Suite struct LoginTests {
    @Test func theAnswerHasEveryMember() async throws {
        try await Sandbox.run { sandbox in
            let tokens = try await sandbox.logIn(uid: 1_000_000)
            #expect(
                tokens.data.members.map(\.name) == [
                    "access_token", "access_token_et", "refresh_token", "refresh_token_et", "company_id", "app_id", "open_id", "union_id",
                    "uid", "scopes", "pay_token",
                ]
            )
            let now = sandbox.clock.now().seconds
            let expected: [(String, Int64)] = [("access_token_et", 7_200), ("refresh_token_et", 604_800)]
            for (name, lifetime) in expected {
                let end = try #require(tokens.data.text(name).flatMap { Int64($0) })
                #expect((now + lifetime - 1...now + lifetime).contains(end), "\(name)")
            }
            #expect(tokens.data.text("open_id") == "59991c0e35855a48bb1157295dd63ce4" && tokens.data.text("uid") == "1000000")
            #expect(tokens.data.text("company_id") == "sandbox-company" && tokens.data.text("app_id") == "sandbox-app")
            #expect(tokens.data["scopes"] == .array(["1", "5", "7", "11", "12", "13"].map { .number($0) }))
            #expect(tokens.pay.utf8.count == 20)

            // A list of numbers is as good as a text, and the server is told the same of the user as the device.
            let again = try await sandbox.code(scopes: "7,1")
            let body = #"{"code":"\#(again)","scopes":[1,"7"],"state":"state000","device":"device01"}"#
            let fewer = try await sandbox.send("/api/v1/login/do/", body)
            #expect(fewer.data?["scopes"] == .array([.number("1"), .number("7")]) && fewer.data?.text("pay_token") == "")
            let detail = try await sandbox.send("/api/v1/user/detail/", #"{"open_id":"59991c0e35855a48bb1157295dd63ce4"}"#)
            let own = try await sandbox.read("/api/v1/user/detail/", tokens.access)
            #expect(detail.data == own.data && own.data?.members.map(\.name) == ["company_id", "app_id", "open_id", "union_id", "uid"])
            #expect(try await sandbox.send("/api/v1/user/detail/", #"{"open_id":"nobody"}"#).code == 11_015)
            #expect(try await sandbox.send("/api/v1/user/detail/", "{}").code == 8)
        }
    }

    @Test func namesDifferByAppAndAgreeByCompany() async throws {
        try await Sandbox.run { sandbox in
            let first = try await sandbox.logIn(uid: 1_000_002).data
            let second = try await sandbox.logIn(uid: 1_000_002, app: "sandbox-cut-app").data
            #expect(first.text("open_id") != second.text("open_id") && first.text("union_id") == second.text("union_id"))
            let bob = try await sandbox.logIn().data
            #expect(bob.text("open_id") != first.text("open_id") && bob.text("union_id") != first.text("union_id"))
            // The name of one app means nothing to another.
            let open = try #require(second.text("open_id"))
            #expect(try await sandbox.send("/api/v1/user/detail/", #"{"open_id":"\#(open)"}"#).code == 11_015)
            // Signing in again keeps the names.
            #expect(try await sandbox.logIn(uid: 1_000_002, scopes: "1").data.text("open_id") == first.text("open_id"))
        }
    }

    @Test func aCodeWorksOnceAndItsReuseEndsWhatItGave() async throws {
        try await Sandbox.run { sandbox in
            let code = try await sandbox.code()
            let tokens = try Sandbox.Tokens(try #require(try await sandbox.redeem(code).data))
            #expect(try await sandbox.read("/api/v1/token/status/", tokens.access).code == 1)
            #expect(try await sandbox.redeem(code).code == 11_018)
            #expect(try await sandbox.read("/api/v1/token/status/", tokens.access).code == 11_020)

            let raced = try await sandbox.code()
            let codes = try await all(100) { _ in try await sandbox.redeem(raced).code }
            #expect(codes.count { $0 == 1 } == 1 && codes.count { $0 == 11_018 } == 99)
        }
    }

    @Test func aCodeIsBoundToWhatItWasAskedFor() async throws {
        try await Sandbox.run { sandbox in
            let wrongs: [(String) async throws -> Sandbox.Answer] = [
                { try await sandbox.redeem($0, app: "sandbox-cut-app") }, { try await sandbox.redeem($0, state: "state001") },
                { try await sandbox.redeem($0, device: "device02") }, { try await sandbox.redeem($0, scopes: "1,5,7,11,12") },
            ]
            for wrong in wrongs {
                let code = try await sandbox.code()
                #expect(try await wrong(code).code == 11_018)
                #expect(try await sandbox.redeem(code).code == 11_018, "it is spent")
            }
            let late = try await sandbox.code()
            _ = try await sandbox.control("/sandbox/clock/advance", #"{"seconds":300}"#)
            #expect(try await sandbox.redeem(late).code == 11_018)
            #expect(try await sandbox.redeem("unknown").code == 11_018)
            let code = try await sandbox.code()
            let other = #"{"code":"\#(code)","app_id":"sandbox-cut-app","scopes":"1","state":"state000","device":"device01"}"#
            #expect(try await sandbox.send("/api/v1/login/do/", other).code == 8)
            for scopes in ["", "x", "1,,5", "2", "1,5,"] { #expect(try await sandbox.redeem(code, scopes: scopes).code == 8, "\(scopes)") }
        }
    }

    @Test func aRefreshReplacesThePairAndItsReuseEndsTheLogin() async throws {
        try await Sandbox.run { sandbox in
            let first = try await sandbox.logIn()
            _ = try await sandbox.control("/sandbox/clock/advance", #"{"seconds":7200}"#)
            #expect(try await sandbox.read("/api/v1/token/status/", first.access).code == 11_021)
            let answer = try await sandbox.refresh(first)
            #expect(
                answer.data?.members.map(\.name) == [
                    "access_token", "access_token_et", "refresh_token", "refresh_token_et", "scopes", "pay_token",
                ]
            )
            let second = try Sandbox.Tokens(try #require(answer.data))
            #expect(try await sandbox.read("/api/v1/token/status/", first.access).code == 11_020)
            #expect(try await sandbox.read("/api/v1/token/status/", second.access).code == 1)
            #expect(try await sandbox.refresh(first).code == 11_024)
            #expect(try await sandbox.read("/api/v1/token/status/", second.access).code == 11_020)
            #expect(try await sandbox.refresh(second).code == 11_024)

            let raced = try await sandbox.logIn()
            let codes = try await all(100) { _ in try await sandbox.refresh(raced).code }
            #expect(codes.count { $0 == 1 } == 1 && codes.count { $0 == 11_024 } == 99)

            let mixed = try await sandbox.logIn()
            let other = try await sandbox.logIn()
            func refresh(_ access: String, _ refresh: String, app: String = "sandbox-app") async throws -> Int? {
                let body = #"{"access_token":"\#(access)","refresh_token":"\#(refresh)"}"#
                return try await sandbox.send("/api/v1/login/refresh/", body, app: app).code
            }
            #expect(try await refresh(mixed.access, other.refresh) == 11_019)
            #expect(try await refresh("short", mixed.refresh) == 11_022)
            #expect(try await refresh(String(repeating: "0", count: 64), mixed.refresh) == 11_019)
            #expect(try await refresh(mixed.access, String(repeating: "0", count: 64)) == 11_023)
            #expect(try await refresh(mixed.access, mixed.refresh, app: "sandbox-cut-app") == 11_019)
            _ = try await sandbox.control("/sandbox/clock/advance", #"{"seconds":604800}"#)
            #expect(try await refresh(mixed.access, mixed.refresh) == 11_025)
        }
    }

    @Test func aRefreshTokenExpires() async throws {
        try await Sandbox.run { sandbox in
            let tokens = try await sandbox.logIn()
            _ = try await sandbox.control("/sandbox/clock/advance", #"{"seconds":604800}"#)
            #expect(try await sandbox.refresh(tokens).code == 11_025)
        }
    }

    @Test func whatEndsALoginEndsItBeforeTheNextCall() async throws {
        try await Sandbox.run { sandbox in
            let bob = try #require(UserID(1_000_001))
            let app = try #require(AppID("sandbox-app"))
            let hash = try await sandbox.platform.passwords.hash("another password")
            let ends: [(String, Int, (Sandbox.Tokens) async throws -> Void)] = [
                (
                    "logout by the server", 11_020,
                    { tokens in
                        let answer = try await sandbox.send("/api/v1/login/logout/", #"{"access_token":"\#(tokens.access)"}"#)
                        #expect(answer.code == 1)
                    }
                ),
                (
                    "logout by the device", 11_020,
                    { tokens in
                        let answer = try await sandbox.send(Sandbox.ClientCall("/api/v1/login/logout/", tokens.access, body: "{}"))
                        #expect(answer.code == 1)
                    }
                ),
                ("a new password", 11_020, { _ in try await sandbox.platform.change(.setPassword(bob, hash: hash)) }),
                ("a grant that was taken back", 11_020, { _ in try await sandbox.platform.change(.revokeGrant(app: app, user: bob)) }),
                ("a disabled user", 11_020, { _ in try await sandbox.platform.change(.setUserEnabled(bob, false)) }),
                (
                    "a disabled app", 11_005,
                    { _ in
                        try await sandbox.platform.change(.setUserEnabled(bob, true))
                        _ = try await sandbox.control("/sandbox/apps/sandbox-app", #"{"enabled":false}"#)
                    }
                ),
            ]
            for (name, code, end) in ends {
                try await sandbox.platform.change(.setUserEnabled(bob, true))
                let tokens = try await sandbox.logIn()
                #expect(try await sandbox.read("/api/v1/user/coin/list/", tokens.access).code == 1, "\(name)")
                try await end(tokens)
                #expect(try await sandbox.read("/api/v1/user/coin/list/", tokens.access).code == code, "\(name)")
                #expect(try await sandbox.refresh(tokens).code == (code == 11_020 ? 11_024 : code), "\(name)")
            }
        }
    }

    @Test func theSetGrantedIsAskedOwnedAndTicked() async throws {
        try await Sandbox.run { sandbox in
            // The limited app owns 1 and 7 only.
            let tokens = try await sandbox.logIn(scopes: "1,5,7,12", app: "sandbox-limited-app")
            #expect(tokens.data["scopes"] == .array([.number("1"), .number("7")]) && tokens.pay == "")
            let refused = try await sandbox.authorise(action: "refuse").json?.text("redirect_url")
            #expect(refused == "https://example.com/in?code=&expire_time=-1&scopes=&state=state000&device=device01")
            // What is not asked for again stays granted; what is asked for is answered anew.
            _ = try await sandbox.logIn(uid: 1_000_002, scopes: "1,5,7")
            _ = try await sandbox.logIn(uid: 1_000_002, scopes: "1,11")
            let app = try #require(AppID("sandbox-app"))
            let carol = try #require(UserID(1_000_002))
            let grant = try await sandbox.platform.store.grant(of: app, user: carol)
            #expect(grant?.scopes.scopes.map(\.rawValue) == [1, 5, 7, 11])
        }
    }

    /// Of codes, tokens and secrets nothing is stored in clear (hazards, security test 44).
    @Test func theFileHoldsNoSecretInClear() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "imugi-test-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let secrets = Locked<[String]>([])
        try await Sandbox.run(folder: folder.path) { sandbox in
            let code = try await sandbox.code()
            let tokens = try Sandbox.Tokens(try #require(try await sandbox.redeem(code).data))
            let url = try await sandbox.payURL(Sandbox.applyBody("p1"))
            let payCode = try #require(try QueryString(parsing: String(url.drop { $0 != "?" }.dropFirst()))["code"])
            let browser = TestBrowser(sandbox)
            _ = try await browser.signIn("bob", on: try await browser.open(url))
            let session = try #require(browser.cookies["imugi"])
            secrets.withLock {
                $0 = [code, tokens.access, tokens.refresh, tokens.pay, payCode, session, "bob-password", "sandbox-app-secret-key"]
            }
            // Also while the server runs, when most of it is in the log beside the file.
            for secret in secrets.withLock({ $0 }) { #expect(try !Self.contains(secret, in: folder), "\(secret)") }
        }
        for secret in secrets.withLock({ $0 }) { #expect(try !Self.contains(secret, in: folder), "\(secret)") }
    }

    private static func contains(_ text: String, in folder: URL) throws -> Bool {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).contains { file in
            try Data(contentsOf: file).range(of: Data(text.utf8)) != nil
        }
    }

    /// Every row of bad addresses, as an app would send its users' browsers with (hazards, security test 26).
    @Test func noBadAddressIsEverSentTo() async throws {
        try await Sandbox.run { sandbox in
            for row in try corpus("redirect_url") {
                let answer = try await sandbox.authorise(redirect: row.text)
                if (try? WebURL(row.text))?.isLoopback == true { continue }
                #expect(answer.status == 409 || answer.status == 400, "\(row)")
            }
        }
    }
}
