import PayCore
import PayDomain
import PayLedger

/// Payments out of a user's open account, for which the pay token of a real login stands.
struct OpenPayments: Sendable {
    let user: UserID
    let app: AppID
    let token: PayToken

    /// When the tokens of all of them stop working.
    static let expireTime = Fixture.after(lifetime)
    private static let lifetime: Int64 = 400 * 86_400

    /// Lets the user sign in at the app and allow to take payments.
    init(_ store: any Store, of user: UserID = Fixture.alice, at app: AppID = Fixture.shop) async throws {
        let scopes = ScopeSet([.signIn, .openUserToApp])
        var settings = PlatformSettings(publicURL: "https://pay.example.com", domains: [])
        settings.accessTokenLifetime = Self.lifetime
        let directory = DirectoryHolder(try await store.loadDirectory())
        let platform = Platform(
            store: store, directory: directory, clock: TestClock(), passwords: PlainPasswords(), settings: settings, callbacks: .none
        )
        guard let known = directory.current.apps[app] else { throw Unexpected(outcome: "no app \(app)") }
        let application = LoginApplication(
            app: known, asked: scopes, state: "state000", device: "device00", redirectURL: "https://example.com/in"
        )
        let code = try await AuthoriseApp(platform).run(application, ticked: scopes, as: Fixture.makeUser(user)).code
        let request = LogIn.Request(code: code, scopes: scopes, state: "state000", device: "device00")
        let answer = try await LogIn(platform).run(request, by: AppCaller(app: known, accessKey: "\(app)-key"))
        guard let token = answer.tokens.pay else { throw Unexpected(outcome: "no pay token") }
        self.user = user
        self.app = app
        self.token = token
    }

    func pay(_ units: Int128, _ coin: CoinID = Fixture.gold, as tradeNo: String) -> LedgerCommand {
        .payApp(
            LedgerCommand.PayApp(
                key: Fixture.key(tradeNo, of: app), user: user, coin: coin, volume: Fixture.amount(units),
                texts: OrderTexts(scene: "", desc: "", device: "device00"), payToken: token.ledgerHash
            )
        )
    }

    /// Puts money on the open account.
    func fund(_ committer: Committer, _ units: Int128, _ coin: CoinID = Fixture.gold, as reference: String = "open") async throws {
        try await committer.submit(
            .move(
                LedgerCommand.Movement(
                    kind: .deposit, account: .user(user, .open, coin), volume: Fixture.amount(units),
                    reference: Fixture.reference(reference)
                )
            )
        )
    }
}
