import Foundation
import PayCore
import PayDomain
import PayLedger
import PayStorePostgres
import PayStoreSQLite
import TestSupport
import Testing

/// A store that a platform is copied from or to, and that is opened as a platform afterwards.
enum CopyPlace: Sendable {
    case folder(TestFolder)
    case database(PostgresSettings)

    static let kinds = ["SQLite", "PostgreSQL"]

    /// A place in which there is nothing.
    static func empty(_ kind: String) async throws -> CopyPlace {
        guard kind == "PostgreSQL" else { return .folder(try TestFolder()) }
        let server = try await PostgresServer.shared.value
        let name = "copy_\(UUID().uuidString.prefix(8).lowercased())"
        try await server.makeDatabase(name)
        return .database(PostgresTestDatabase.patient(server.address(database: name)))
    }

    /// A place with a small platform in which every table has rows.
    static func filled(_ kind: String, seed: UInt64, commands: Int = 100) async throws -> CopyPlace {
        let folder = try await empty("SQLite")
        try await closing(try await folder.open()) { try await CopiedPlatform($0).fill(seed: seed, commands: commands) }
        guard kind == "PostgreSQL" else { return folder }
        let database = try await empty(kind)
        try await folder.copy(to: database)
        return database
    }

    /// Opens the platform that is there; in an empty place one is made.
    func open(sealer: any Sealer = XORSealer(key: 7), migrates: Bool = true) async throws -> any Store {
        switch self {
        case .folder(let folder): try await SQLiteStore.openForTest(folder, sealer: sealer)
        case .database(let settings):
            try await PostgresStore.open(settings, purpose: .serve, migrates: migrates, sealer: sealer, logger: testLogger)
        }
    }

    func openToCopy(key: UInt8 = 7) async throws -> any Store & CopySource {
        switch self {
        case .folder(let folder):
            try await SQLiteStore.openToCopy(folder: folder.path, logger: testLogger) { _ in XORSealer(key: key) }
        case .database(let settings):
            try await PostgresStore.openToCopy(settings, logger: testLogger) { _ in XORSealer(key: key) }
        }
    }

    func openForCopy() async throws -> any Store & CopyTarget {
        switch self {
        case .folder(let folder): try await SQLiteStore.openForCopy(folder: folder.path, sealer: XORSealer(key: 7), logger: testLogger)
        case .database(let settings): try await PostgresStore.openForCopy(settings, sealer: XORSealer(key: 7), logger: testLogger)
        }
    }

    /// Copies all of it, as the command does.
    ///
    /// - Parameter through: what stands before the target.
    @discardableResult
    func copy(
        to other: CopyPlace, rowsAtOnce: Int = 50, through: (any CopyTarget) -> any CopyTarget = { $0 }
    ) async throws -> PlatformCopier.Outcome {
        try await closing(try await openToCopy()) { source in
            try await closing(try await other.openForCopy()) { target in
                try await PlatformCopier(from: source, to: through(target), rowsAtOnce: rowsAtOnce).run()
            }
        }
    }

    /// Every row, by its table's name, without the leases of callbacks: whoever opens a folder ends them.
    func rows() async throws -> [String: [PlatformRow]] {
        try await closing(try await openToCopy()) { store in
            var rows: [String: [PlatformRow]] = [:]
            for table in PlatformTable.all {
                let leases = table.name == "callback" ? table.columns.firstIndex { $0.name == "leased_until" } : nil
                rows[table.name] = try await store.rows(of: table, after: nil, limit: 1_000_000).map { row in
                    var row = row
                    if let leases { row[leases] = .null }
                    return row
                }
            }
            return rows
        }
    }

    /// What opening it as a platform fails with, in words; `nil` if it does not.
    func refusal(migrates: Bool = true) async throws -> String? {
        do {
            try await open(migrates: migrates).close()
            return nil
        } catch {
            return "\(error)"
        }
    }
}

/// Runs `body` and closes the store, whatever becomes of it.
@discardableResult
func closing<Kept, Result>(_ store: Kept, _ body: (Kept) async throws -> Result) async throws -> Result {
    guard let open = store as? any Store else { throw Unexpected(outcome: "it is no store") }
    let result: Result
    do {
        result = try await body(store)
    } catch {
        try await open.close()
        throw error
    }
    try await open.close()
    return result
}

/// A small platform in which every table has rows. It is made on SQLite.
struct CopiedPlatform {
    let store: any Store
    private let clock = TestClock(Fixture.after(90 * 86_400))

    init(_ store: any Store) { self.store = store }

    /// - Parameter commands: how many random ones, at least.
    func fill(seed: UInt64, commands: Int) async throws {
        try await Fixture.fill(store)
        var run = try await WorkloadRun(store, numbering: .all, seed: seed)
        while run.done < commands { try await run.next() }
        try await payAndGiveBack()
        for change in try changes() { try await store.change(change) { _ in } }
        try await store.setMetadata("clock", to: "-5")
        try await logIn()
        try await attempt()
        _ = try await store.countSignInTry(
            [SignInCount(key: Fixture.codeHash(5), limit: 9)], now: clock.now(), windowEnd: clock.now().advanced(bySeconds: 900))
        _ = try await store.beginTradePasswordTry(Fixture.bob, now: Fixture.start, limit: 5, lockEnd: Fixture.after(9))
    }

    /// What a short workload may lack.
    private func payAndGiveBack() async throws {
        let committer = try await Fixture.committer(store, clock: clock)
        try await committer.submit(.deposit(1_000, to: Fixture.alice, as: "fill:d"))
        try await committer.submit(.apply(100, as: "fill_a", code: 999_999))
        _ = try await committer.order(.confirm("fill_a", code: 999_999))
        _ = try await committer.order(.give(30, back: "fill_a", as: "fill_r"))
        try await committer.submit(.hold(5, of: Fixture.alice, as: "fill:h"))
    }

    private func changes() throws -> [DirectoryChange] {
        var shop = Fixture.makeApp(Fixture.shop, manager: Fixture.manager)
        shop.replaceKeys(checkKey: "next", strongSecret: nil, overlap: 60, now: Fixture.start)
        return [
            .updateApp(shop), .addKey(Fixture.makeKey("bound", of: Fixture.shop, addresses: ["192.0.2.1", "2001:db8::1"])),
            .setPrice(Price(symbol: "GOLD_DUST", closePrice: "0.000000000000000001", time: Fixture.start)),
            .addUser(Fixture.makeUser(Fixture.user(77), name: "이무기 \"quoted\" \\ {}")),
            .setSpendingCap(app: Fixture.shop, user: Fixture.alice, coin: Fixture.dust, cap: Fixture.amount(Amount.maximumUnits)),
            .setSpendingCap(app: Fixture.fair, user: Fixture.alice, coin: Fixture.dust, cap: .zero),
            .setSpendingCap(app: Fixture.fair, user: Fixture.alice, coin: Fixture.dust, cap: nil),
            .setGrant(try Fixture.grant("open_1", of: Fixture.bob, union: "union_1")),
        ]
    }

    /// A login of Alice's with its tokens, a code that nobody has used, and a session.
    func logIn(session number: Int = 1) async throws {
        let platform = Platform(
            store: store, directory: DirectoryHolder(try await store.loadDirectory()), clock: clock, passwords: PlainPasswords(),
            settings: PlatformSettings(publicURL: "https://pay.example.com", domains: []), callbacks: .none)
        let app = try #require(platform.directory.current.apps[Fixture.shop])
        func code() async throws -> LoginCode {
            let application = LoginApplication(
                app: app, asked: ScopeSet([.signIn, .openUserToApp]), state: "state000", device: "device00",
                redirectURL: "https://example.com/in")
            return try await AuthoriseApp(platform).run(application, ticked: .all, as: Fixture.makeUser(Fixture.alice)).code
        }
        let scopes = ScopeSet([.signIn, .openUserToApp])
        let request = LogIn.Request(code: try await code(), scopes: scopes, state: "state000", device: "device00")
        _ = try await LogIn(platform).run(request, by: AppCaller(app: app, accessKey: "shop-key"))
        _ = try await code()
        let new = Session(
            idHash: Fixture.codeHash(number), user: Fixture.alice, createTime: clock.now(), expireTime: clock.now().advanced(bySeconds: 60))
        #expect(try await store.insert(new, ifPasswordIs: "hash-10", replacing: nil, forgettingTries: nil))
    }

    /// A callback is delivered, one fails, and others are being attempted.
    func attempt() async throws {
        for app in [Fixture.shop, Fixture.fair] {
            let number = try await store.orders(matching: OrderFilter(app: app), offset: 0, limit: 1).total
            _ = try await pay("attempted\(number)", by: app)
        }
        let claims = [Fixture.shop, Fixture.fair].map { CallbackTurn.Claim(app: $0, limit: 2) }
        let claimed = try await store.take(
            CallbackTurn(claims: claims, now: clock.now(), leaseEnd: clock.now().advanced(bySeconds: 60))
        ).claimed
        let delivered = try #require(claimed.first { $0.order.key.app == Fixture.shop })
        let failed = try #require(claimed.first { $0.order.key.app == Fixture.fair })
        let exchange = CallbackExchange(
            url: "https://example.com/callback", address: "192.0.2.1:443", requestHeaders: [.init(name: "webhook-id", value: "1")],
            answerHeaders: [.init(name: "X", value: "é")], answerStart: [0, 10, 255], ending: .failed(.answerTimeout, reason: "none"),
            durationNanoseconds: 5)
        let answer = CallbackExchange(url: "https://example.com/callback", ending: .answered(status: 200), durationNanoseconds: 7)
        let results = [(delivered, answer), (failed, exchange)].map { callback, exchange in
            CallbackResult(
                lease: callback.lease, app: callback.order.key.app, schedule: callback.schedule, time: clock.now(), exchange: exchange,
                firstAttemptTime: clock.now(), nextTime: exchange.isDelivered ? nil : clock.now().advanced(bySeconds: 600))
        }
        _ = try await store.take(CallbackTurn(results: results, claims: [], now: clock.now(), leaseEnd: clock.now()))
    }

    /// Makes a pay-out.
    ///
    /// - Returns: the number of its order.
    func pay(_ tradeNo: String, by app: AppID = Fixture.shop) async throws -> OrderID {
        let committer = try await Fixture.committer(store, clock: clock)
        let manager = app == Fixture.shop ? Fixture.manager : Fixture.fairManager
        try await committer.submit(.deposit(50, to: manager, as: "for:\(app):\(tradeNo)"))
        return try await committer.order(.pay(3, by: app, as: tradeNo)).id
    }
}
