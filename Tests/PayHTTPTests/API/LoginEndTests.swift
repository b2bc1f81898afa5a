import PayCore
import PayDomain
import PaySandbox
import PayWire
import Testing

/// What ends a login, and what renews it (protocol, section 6).
@Suite struct LoginEndTests {
    @Test func aRefreshRotatesBothTokens() async throws {
        try await Sandbox.run { sandbox in
            let old = try await sandbox.signIn(uid: Sandbox.alice)
            let answer = try await sandbox.send(Sandbox.refreshPath, old.pair)
            let members = ["access_token", "access_token_et", "refresh_token", "refresh_token_et", "scopes", "pay_token"]
            #expect(answer.data?.members.map(\.name) == members)
            #expect(answer.data?["scopes"] == .array(["1", "5", "6", "7", "11", "12", "13"].map { .number($0) }))
            let new = try Sandbox.Tokens(answer)
            #expect(Set([old.access, new.access, old.refresh, new.refresh, old.pay, new.pay]).count == 6)
            #expect(try await sandbox.status(of: old.access) == 11_020)
            #expect(try await sandbox.status(of: new.access) == 1)
        }
    }

    /// Hazards, test 24.
    @Test func reuseOfARefreshTokenEndsTheFamily() async throws {
        try await Sandbox.run { sandbox in
            let old = try await sandbox.signIn(uid: Sandbox.alice)
            let new = try Sandbox.Tokens(try await sandbox.send(Sandbox.refreshPath, old.pair))
            #expect(try await sandbox.send(Sandbox.refreshPath, old.pair).code == 11_024)
            #expect(try await sandbox.status(of: new.access) == 11_020)
            #expect(try await sandbox.send(Sandbox.refreshPath, new.pair).code == 11_024)
            #expect(try await sandbox.send(OpenAccountTests.payAppPath, OpenAccountTests.payApp("t", payToken: new.pay)).code == 11_034)
        }
    }

    @Test func theOldAccessTokenDoesNotRefreshTheNewPair() async throws {
        try await Sandbox.run { sandbox in
            let old = try await sandbox.signIn(uid: Sandbox.alice)
            let new = try Sandbox.Tokens(try await sandbox.send(Sandbox.refreshPath, old.pair))
            let mixed = #"{"access_token":"\#(old.access)","refresh_token":"\#(new.refresh)"}"#
            #expect(try await sandbox.send(Sandbox.refreshPath, mixed).code == 11_020)
            #expect(try await sandbox.status(of: new.access) == 1)
            #expect(try await sandbox.send(Sandbox.refreshPath, new.pair).code == 1)
        }
    }

    /// Whoever else has seen a code cannot end the login that it gave.
    @Test func aSpentCodeThatAnotherAppShowsEndsNothing() async throws {
        try await Sandbox.run { sandbox in
            let terms = Sandbox.LoginTerms()
            let code = try await sandbox.loginCode(terms, uid: Sandbox.alice)
            let tokens = try Sandbox.Tokens(try await sandbox.send(Sandbox.logInPath, terms.redemption(code)))
            let body = #"{"code":"\#(code)","scopes":"\#(terms.scopes)","state":"state000","device":"device00"}"#
            #expect(try await sandbox.send(Sandbox.logInPath, body, app: "sandbox-cut-app").code == 11_018)
            #expect(try await sandbox.status(of: tokens.access) == 1)
            #expect(try await sandbox.send(Sandbox.logInPath, body).code == 11_018)
            #expect(try await sandbox.status(of: tokens.access) == 11_020)
        }
    }

    /// A confirmation that was under way when the user was disabled.
    @Test func aDisabledUserConfirmsNothing() async throws {
        try await Sandbox.run { sandbox in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1"))
            let code = PaymentCode(try #require(Sandbox.query(of: url)?["code"]))
            let bob = try await sandbox.user(Sandbox.bob).id
            try await sandbox.platform.change(.setUserEnabled(bob, false))
            let error = await #expect(throws: PaymentObstacle.self) {
                _ = try await ConfirmPayment(sandbox.platform).run(code: code, app: nil, as: bob, tradePassword: "123456")
            }
            guard case .paymentsFrozen? = error else { throw UnexpectedAnswer(text: "\(String(describing: error))") }
            #expect(try await sandbox.ledgerHolds())
        }
    }

    /// Hazards, fault 47.
    @Test func aHundredRefreshesOfOneTokenGiveOnePair() async throws {
        try await Sandbox.run { sandbox in
            let tokens = try await sandbox.signIn(uid: Sandbox.alice)
            let codes = try await sandbox.codes(100) { _ in try await sandbox.send(Sandbox.refreshPath, tokens.pair) }
            #expect(codes == [1: 1, 11_024: 99])
        }
    }

    @Test func anExpiredAccessTokenIsRefreshedAsLongAsItsRefreshTokenWorks() async throws {
        try await Sandbox.run { sandbox in
            let tokens = try await sandbox.signIn(uid: Sandbox.alice)
            try await sandbox.advance(7_201)
            #expect(try await sandbox.status(of: tokens.access) == 11_021)
            // Days later, after others' sign-ins have swept out what is old.
            try await sandbox.advance(3 * 86_400)
            _ = try await sandbox.signIn(uid: Sandbox.bob)
            let renewed = try Sandbox.Tokens(try await sandbox.send(Sandbox.refreshPath, tokens.pair))
            #expect(try await sandbox.status(of: renewed.access) == 1)
            try await sandbox.advance(604_801)
            #expect(try await sandbox.send(Sandbox.refreshPath, renewed.pair).code == 11_025)
        }
    }

    @Test func eachRefusalOfARefresh() async throws {
        try await Sandbox.run { sandbox in
            let tokens = try await sandbox.signIn(uid: Sandbox.alice)
            let other = try await sandbox.signIn(uid: Sandbox.alice)
            let elsewhere = try await sandbox.signIn(Sandbox.LoginTerms(app: "sandbox-cut-app"), uid: Sandbox.alice)
            func body(_ access: String, _ refresh: String) -> String { #"{"access_token":"\#(access)","refresh_token":"\#(refresh)"}"# }
            let unknown = String(repeating: "0", count: 64)
            let rows: [(Int, String)] = [
                (8, "{}"), (8, body("", tokens.refresh)), (8, body(tokens.access, "")), (11_022, body("short", tokens.refresh)),
                (11_019, body(unknown, tokens.refresh)), (11_019, body(elsewhere.access, tokens.refresh)),
                (11_019, body(other.access, tokens.refresh)), (11_023, body(tokens.access, unknown)),
                (11_023, body(tokens.access, elsewhere.refresh)), (11_023, body(tokens.access, "short")),
            ]
            for (code, body) in rows { #expect(try await sandbox.send(Sandbox.refreshPath, body).code == code, "\(body)") }
            // None of it has cost the login anything.
            #expect(try await sandbox.send(Sandbox.refreshPath, tokens.pair).code == 1)
            _ = try await sandbox.send(Sandbox.logOutPath, #"{"access_token":"\#(other.access)"}"#)
            #expect(try await sandbox.send(Sandbox.refreshPath, other.pair).code == 11_024)
        }
    }

    /// Hazards, test 25.
    @Test func logoutEndsTheLoginInBothModes() async throws {
        try await Sandbox.run { sandbox in
            let tokens = try await sandbox.signIn(uid: Sandbox.alice)
            let other = try await sandbox.signIn(uid: Sandbox.alice)
            let byServer = try await sandbox.send(Sandbox.logOutPath, #"{"access_token":"\#(tokens.access)"}"#)
            #expect(byServer.code == 1 && byServer.data?.members.isEmpty == true)
            #expect(try await sandbox.status(of: tokens.access) == 11_020)
            #expect(try await sandbox.send(Sandbox.logOutPath, #"{"access_token":"\#(tokens.access)"}"#).code == 1)
            #expect(try await sandbox.status(of: other.access) == 1)

            let byDevice = try await sandbox.send(Sandbox.ClientCall(Sandbox.logOutPath, token: other.access, body: "{}"))
            #expect(byDevice.code == 1 && byDevice.data?.members.isEmpty == true)
            #expect(try await sandbox.status(of: other.access) == 11_020)
            #expect(try await sandbox.send(Sandbox.refreshPath, other.pair).code == 11_024)

            let elsewhere = try await sandbox.signIn(Sandbox.LoginTerms(app: "sandbox-cut-app"), uid: Sandbox.alice)
            #expect(try await sandbox.send(Sandbox.logOutPath, #"{"access_token":"\#(elsewhere.access)"}"#).code == 11_019)
            #expect(try await sandbox.send(Sandbox.logOutPath, #"{"access_token":"x"}"#).code == 11_022)
        }
    }

    @Test func whatAnOperatorChangesStopsTheNextCall() async throws {
        try await Sandbox.run { sandbox in
            let alice = try await sandbox.user(Sandbox.alice).id
            let app = try sandbox.app().id
            let hash = try #require(try await sandbox.user(Sandbox.alice).passwordHash)
            let changes: [(String, DirectoryChange, DirectoryChange?)] = [
                ("password", .setPassword(alice, hash: hash), nil),
                ("user", .setUserEnabled(alice, false), .setUserEnabled(alice, true)),
                ("grant", .revokeGrant(app: app, user: alice), nil),
            ]
            for (what, change, undo) in changes {
                let tokens = try await sandbox.signIn(uid: Sandbox.alice)
                let code = try await sandbox.loginCode(uid: Sandbox.alice)
                try await sandbox.platform.change(change)
                if what == "user" { #expect(try await sandbox.answerLogin(Sandbox.LoginTerms(), uid: Sandbox.alice).status == 409) }
                if let undo { try await sandbox.platform.change(undo) }
                #expect(try await sandbox.status(of: tokens.access) == 11_020, "\(what)")
                #expect(try await sandbox.send(Sandbox.refreshPath, tokens.pair).code == 11_024, "\(what)")
                let pay = OpenAccountTests.payApp("t-\(what)".replacing("-", with: "_"), payToken: tokens.pay)
                #expect(try await sandbox.send(OpenAccountTests.payAppPath, pay).code == 11_034, "\(what)")
                // A code on its way opens nothing either.
                #expect(try await sandbox.send(Sandbox.logInPath, Sandbox.LoginTerms().redemption(code)).code == 11_018, "\(what)")
            }
            let tokens = try await sandbox.signIn(uid: Sandbox.alice)
            _ = try await sandbox.control("/sandbox/apps/sandbox-app", #"{"enabled":false}"#)
            #expect(try await sandbox.status(of: tokens.access) == 11_005)
            _ = try await sandbox.control("/sandbox/apps/sandbox-app", #"{"enabled":true}"#)
            #expect(try await sandbox.status(of: tokens.access) == 11_020)
        }
    }

    /// A user who signs in again and leaves a scope out has taken it back from every login.
    @Test func aScopeThatIsLeftOutIsTakenBack() async throws {
        try await Sandbox.run { sandbox in
            let tokens = try await sandbox.signIn(uid: Sandbox.alice)
            let assets = Sandbox.ClientCall("/api/v1/user/coin/list/", token: tokens.access)
            #expect(try await sandbox.send(assets).code == 1)
            let alice = try await sandbox.user(Sandbox.alice)
            let app = try sandbox.app()
            let application = LoginApplication(
                app: app, asked: ScopeSet([.signIn, .readSpotAssets, .openUserToApp]), state: "state000", device: "device00",
                redirectURL: "https://example.com/in"
            )
            _ = try await AuthoriseApp(sandbox.platform).run(application, ticked: ScopeSet([.signIn]), as: alice)
            #expect(try await sandbox.send(assets).code == 11_017)
            #expect(try await sandbox.status(of: tokens.access) == 1)
            let pay = OpenAccountTests.payApp("t", payToken: tokens.pay)
            #expect(try await sandbox.send(OpenAccountTests.payAppPath, pay).code == 11_034)
            let renewed = try Sandbox.Tokens(try await sandbox.send(Sandbox.refreshPath, tokens.pair))
            #expect(renewed.pay.isEmpty)
        }
    }
}
