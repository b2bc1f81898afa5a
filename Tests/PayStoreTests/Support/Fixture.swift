import PayCore
import PayDomain
import PayLedger
import Testing

/// The directory that the contract's tests start from, and short ways to make the values that they use.
enum Fixture {
    static let start = Timestamp(seconds: 1_800_000_000)
    static let shop = app("shop")
    static let fair = app("fair")
    static let manager = user(1)
    static let fairManager = user(2)
    static let alice = user(10)
    static let bob = user(11)
    static let gold = coin(1)
    static let dust = coin(2)

    static func fill(_ store: any Store) async throws {
        func add(_ change: DirectoryChange) async throws { try await store.change(change) { _ in } }
        try await add(.addCoin(try #require(Coin(id: gold, code: "gold", scale: scale(8)))))
        try await add(.addCoin(try #require(Coin(id: dust, code: "dust", scale: scale(18)))))
        try await add(.addCompany(company))
        for user in [manager, fairManager, alice, bob] { try await add(.addUser(makeUser(user))) }
        try await add(.addApp(makeApp(shop, manager: manager)))
        try await add(.addApp(makeApp(fair, manager: fairManager, cut: 10_000, dailyLimit: 1_000, reviewAbove: 400)))
        try await add(.addKey(makeKey("shop-key", of: shop)))
        try await add(.addKey(makeKey("fair-key", of: fair)))
    }

    static let company = Company(id: valid(CompanyID("company")), name: "Company")

    static func makeUser(_ id: UserID, name: String? = nil, frozen: Bool = false) -> User {
        User(
            id: id, name: name ?? "user-\(id)", passwordHash: "hash-\(id)", tradePasswordHash: nil, paymentsFrozen: frozen
        )
    }

    static func makeApp(
        _ id: AppID, manager: UserID, cut: Int = 0, dailyLimit: Int128? = nil, reviewAbove: Int128? = nil, enabled: Bool = true,
        company: CompanyID = company.id
    ) -> App {
        let terms = AppStanding.CoinTerms(dailyLimit: dailyLimit.map(amount), reviewAbove: reviewAbove.map(amount))
        return App(
            id: id, company: company, name: "App \(id)", manager: manager, isEnabled: enabled, scopes: .all,
            coins: [gold: terms, dust: AppStanding.CoinTerms(dailyLimit: nil, reviewAbove: nil)],
            cutRate: valid(CutRate(millionths: cut)), envelopeMember: .upperCase, callbackURL: "https://example.com/callback",
            redirectOrigins: RedirectOrigins(origins: ["https://example.com", "https://b.example.com"], allowsLoopback: true),
            loginURLs: ["https://example.com/in", "https://example.com/in2"], checkKey: "check-\(id)",
            strongSecret: Array(repeating: 9, count: 32)
        )
    }

    static func grant(
        _ openID: String, of user: UserID, at app: AppID = shop, union: String, scopes: ScopeSet = .all
    ) throws -> Grant {
        Grant(app: app, user: user, openID: try #require(OpenID(openID)), unionID: try #require(UnionID(union)), scopes: scopes)
    }

    static func makeKey(_ id: String, of app: AppID, enabled: Bool = true, addresses: [String] = []) -> AccessKey {
        AccessKey(
            id: id, app: app, secret: Array("secret-\(id)".utf8), isEnabled: enabled, boundAddresses: addresses, createTime: start
        )
    }

    /// A committer on the store, with the directory as it is there.
    static func committer(_ store: any Store, clock: TestClock = TestClock()) async throws -> Committer {
        Committer(store: store, directory: DirectoryHolder(try await store.loadDirectory()), clock: clock, callbacksFellDue: { _ in })
    }

    static func app(_ text: String) -> AppID { valid(AppID(text)) }
    static func user(_ number: Int64) -> UserID { valid(UserID(number)) }
    static func coin(_ number: Int) -> CoinID { valid(CoinID(number)) }
    static func scale(_ digits: Int) -> Scale { valid(Scale(digits: digits)) }
    static func amount(_ units: Int128) -> Amount { valid(Amount(units: units)) }
    static func key(_ tradeNo: String, of app: AppID = shop) -> OrderKey { OrderKey(app: app, tradeNo: valid(TradeNo(tradeNo))) }
    static func reference(_ text: String) -> LedgerReference { valid(LedgerReference(text)) }
    static func after(_ seconds: Int64) -> Timestamp { start.advanced(bySeconds: seconds) }

    /// A code's hash that differs for each number.
    static func codeHash(_ number: Int) -> [UInt8] { (0..<32).map { UInt8(truncatingIfNeeded: number >> (8 * ($0 % 4))) } }

    private static func valid<Value>(_ value: Value?) -> Value {
        guard let value else { preconditionFailure("the fixture breaks a rule of its own") }
        return value
    }
}

extension LedgerCommand {
    static func deposit(_ units: Int128, to user: UserID, _ coin: CoinID = Fixture.gold, as reference: String) -> LedgerCommand {
        .move(
            Movement(
                kind: .deposit, account: .user(user, .spot, coin), volume: Fixture.amount(units), reference: Fixture.reference(reference)
            )
        )
    }

    static func withdrawal(_ units: Int128, from user: UserID, as reference: String) -> LedgerCommand {
        .move(
            Movement(
                kind: .withdrawal, account: .user(user, .spot, Fixture.gold), volume: Fixture.amount(units),
                reference: Fixture.reference(reference)
            )
        )
    }

    static func hold(_ units: Int128, of user: UserID, as reference: String) -> LedgerCommand {
        .hold(
            Hold(account: .user(user, .spot, Fixture.gold), volume: Fixture.amount(units), reference: Fixture.reference(reference))
        )
    }

    static func release(_ reference: String, of user: UserID) -> LedgerCommand {
        .releaseHold(reference: Fixture.reference(reference), account: .user(user, .spot, Fixture.gold))
    }

    static func pay(
        _ units: Int128, to user: UserID = Fixture.alice, _ coin: CoinID = Fixture.gold, by app: AppID = Fixture.shop, as tradeNo: String,
        texts: OrderTexts = OrderTexts(scene: "", desc: "", device: "device00")
    ) -> LedgerCommand {
        .payUser(
            PayUser(
                key: Fixture.key(tradeNo, of: app), user: user, book: .spot, coin: coin, volume: Fixture.amount(units), texts: texts
            )
        )
    }

    static func give(
        _ units: Int128, back original: String, as tradeNo: String, of app: AppID = Fixture.shop, to user: UserID = Fixture.alice,
        in book: Book = .spot
    ) -> LedgerCommand {
        .returnPayment(
            ReturnPayment(
                key: Fixture.key(tradeNo, of: app), original: Fixture.key(original, of: app), share: .volume(Fixture.amount(units)),
                texts: OrderTexts(scene: "", desc: "", device: "device00"), user: user, book: book, coin: Fixture.gold
            )
        )
    }

    static func transfer(_ units: Int128, of user: UserID, from source: Book, as reference: String) -> LedgerCommand {
        .transfer(
            Transfer(
                user: user, coin: Fixture.gold, from: source, to: source == .spot ? .open : .spot, volume: Fixture.amount(units),
                reference: Fixture.reference(reference)
            )
        )
    }

    static func review(
        _ tradeNo: String, approve: Bool, user: UserID = Fixture.alice, _ coin: CoinID = Fixture.gold
    ) -> LedgerCommand {
        .endReview(EndReview(key: Fixture.key(tradeNo, of: Fixture.fair), user: user, book: .spot, coin: coin, approve: approve))
    }

    static func apply(
        _ units: Int128, by app: AppID = Fixture.shop, as tradeNo: String, code: Int, only: UserID? = nil, domain: String? = nil
    ) -> LedgerCommand {
        .applyForPayment(
            ApplyForPayment(
                key: Fixture.key(tradeNo, of: app),
                terms: PaymentTerms(
                    coin: Fixture.gold, volume: Fixture.amount(units), texts: OrderTexts(scene: "scene", desc: "\u{e9}", device: "web"),
                    state: "state-00", redirectURL: "https://example.com/back?a=b", domain: domain, onlyUser: only
                ),
                codeHash: Fixture.codeHash(code), lifetimeSeconds: 900
            )
        )
    }

    /// - Parameter version: the payer's when it was checked.
    static func confirm(
        _ tradeNo: String, of app: AppID = Fixture.shop, code: Int, by user: UserID = Fixture.alice, version: Int64 = 0
    ) -> LedgerCommand {
        .confirmPayment(
            AnswerPayment(
                key: Fixture.key(tradeNo, of: app), codeHash: Fixture.codeHash(code), user: user, coin: Fixture.gold, payerVersion: version
            )
        )
    }

    static func cancel(_ tradeNo: String, code: Int, by user: UserID = Fixture.alice) -> LedgerCommand {
        .cancelPayment(LedgerCommand.CancelPayment(key: Fixture.key(tradeNo), codeHash: Fixture.codeHash(code), user: user))
    }
}

extension Committer {
    /// Submits without a further check.
    @discardableResult
    func submit(_ command: LedgerCommand) async throws -> LedgerOutcome { try await submit(command, admission: { _ in nil }) }

    /// Submits a command that makes an order.
    func order(_ command: LedgerCommand) async throws -> Order {
        guard case .order(let order) = try await submit(command) else { throw NoOrder() }
        return order
    }

    struct NoOrder: Error {}
}

extension Store {
    func spot(_ user: UserID, _ coin: CoinID = Fixture.gold) async throws -> Int128? {
        try await balance(of: .user(user, .spot, coin))?.total.units
    }
}

/// Says which invariants a proof finds broken, by their numbers.
func broken(_ proof: LedgerProof) -> Set<String> {
    Set(proof.checks.filter { !$0.holds }.map { String($0.name.prefix { $0 != " " }) })
}
