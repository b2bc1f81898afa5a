import PayCore
import PayDomain
import PayLedger
import Testing

/// What ``DirectoryStore`` promises.
@Suite struct DirectoryStoreTests {
    @Test(arguments: StoreFactory.all)
    func theDirectoryIsReadBackAsItWasWritten(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let directory = try await store.loadDirectory()
            #expect(directory.companies == [Fixture.company.id: Fixture.company])
            #expect(directory.coins.count == 2 && directory.coinsByCode["dust"]?.scale == Fixture.scale(18))
            let app = try #require(directory.apps[Fixture.fair])
            let expected = Fixture.makeApp(Fixture.fair, manager: Fixture.fairManager, cut: 10_000, dailyLimit: 1_000, reviewAbove: 400)
            #expect(describe(app) == describe(expected))
            let key = try #require(directory.keys["shop-key"])
            #expect(describe(key) == describe(Fixture.makeKey("shop-key", of: Fixture.shop)))
        }
    }

    @Test(arguments: StoreFactory.all)
    func whatIsThereCannotBeAddedAndWhatIsNotCannotBeChanged(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let stranger = Fixture.app("stranger")
            let otherCompany = App(
                id: stranger, company: try #require(CompanyID("nobody")), name: "", manager: Fixture.manager, isEnabled: true,
                scopes: .none,
                coins: [:], cutRate: .zero, envelopeMember: .lowerCase, callbackURL: nil,
                redirectOrigins: RedirectOrigins(origins: [], allowsLoopback: false), checkKey: "", strongSecret: []
            )
            let exists: [DirectoryChange] = [
                .addCompany(Fixture.company),
                .addCoin(try #require(Coin(id: Fixture.gold, code: "other", scale: Fixture.scale(2)))),
                .addCoin(try #require(Coin(id: Fixture.coin(9), code: "gold", scale: Fixture.scale(2)))),
                .addApp(Fixture.makeApp(Fixture.shop, manager: Fixture.manager)),
                .addKey(Fixture.makeKey("shop-key", of: Fixture.fair)),
                .addUser(Fixture.makeUser(Fixture.alice, name: "another")),
                .addUser(Fixture.makeUser(Fixture.user(99), name: "user-10")),
            ]
            let unknown: [DirectoryChange] = [
                .addApp(otherCompany),
                .addApp(Fixture.makeApp(stranger, manager: Fixture.user(99))),
                .updateApp(Fixture.makeApp(stranger, manager: Fixture.manager)),
                .addKey(Fixture.makeKey("stray", of: stranger)),
                .updateKey(Fixture.makeKey("stray", of: Fixture.shop)),
                .setPassword(Fixture.user(99), hash: "h"),
                .setTradePassword(Fixture.user(99), hash: "h", frozenUntil: nil),
                .setPaymentsFrozen(Fixture.user(99), true),
                .setUserEnabled(Fixture.user(99), false),
                .revokeGrant(app: Fixture.shop, user: Fixture.bob),
                .setSpendingCap(app: stranger, user: Fixture.alice, coin: Fixture.gold, cap: .zero),
                .setSpendingCap(app: Fixture.shop, user: Fixture.user(99), coin: Fixture.gold, cap: .zero),
                .setSpendingCap(app: Fixture.shop, user: Fixture.alice, coin: Fixture.coin(9), cap: .zero),
            ]
            let before = describe(try await store.loadDirectory())
            for change in exists {
                await #expect(throws: DirectoryConflict.exists, "\(change)") {
                    try await store.change(change) { _ in Issue.record("\(change) was applied") }
                }
            }
            for change in unknown {
                await #expect(throws: DirectoryConflict.unknown, "\(change)") {
                    try await store.change(change) { _ in Issue.record("\(change) was applied") }
                }
            }
            #expect(describe(try await store.loadDirectory()) == before)
            #expect(try await store.users(limit: 100).count == 4)
        }
    }

    @Test(arguments: StoreFactory.all)
    func changesReplaceWhatTheyName(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            var app = try #require(try await store.loadDirectory().apps[Fixture.fair])
            app.isEnabled = false
            app.scopes = ScopeSet([.signIn])
            app.coins = [Fixture.dust: AppStanding.CoinTerms(dailyLimit: nil, reviewAbove: Fixture.amount(3))]
            app.cutRate = .zero
            app.envelopeMember = .lowerCase
            app.callbackURL = nil
            app.redirectOrigins = RedirectOrigins(origins: ["https://c.example.com"], allowsLoopback: false)
            app.checkKey = "new"
            app.strongSecret = [1, 2, 3]
            app.replaceKeys(checkKey: "newer", strongSecret: [4], overlap: 60, now: Fixture.start)
            let key = Fixture.makeKey("fair-key", of: Fixture.fair, enabled: false, addresses: ["203.0.113.7", "2001:db8::1"])
            let applied = DirectoryHolder(try await store.loadDirectory())
            try await store.change(.updateApp(app)) { applied.replace(with: $0) }
            #expect(describe(try #require(applied.current.apps[Fixture.fair])) == describe(app))
            #expect(try await store.loadDirectory().apps[Fixture.fair]?.replacedKeys == app.replacedKeys)
            app.endOverlap()
            try await store.change(.updateApp(app)) { applied.replace(with: $0) }
            #expect(try await store.loadDirectory().apps[Fixture.fair].map { $0.replacedKeys == nil } == true)
            try await store.change(.updateKey(key)) { applied.replace(with: $0) }
            #expect(describe(try #require(applied.current.keys["fair-key"])) == describe(key))
            #expect(describe(applied.current) == describe(try await store.loadDirectory()))

            try await store.change(.setPassword(Fixture.alice, hash: "p")) { _ in }
            try await store.change(.setTradePassword(Fixture.alice, hash: "t", frozenUntil: nil)) { _ in }
            try await store.change(.setPaymentsFrozen(Fixture.alice, true)) { _ in }
            let user = try #require(try await store.user(Fixture.alice))
            #expect(user.passwordHash == "p" && user.tradePasswordHash == "t" && user.paymentsFrozen)
        }
    }

    @Test(arguments: StoreFactory.all)
    func aUserCountsWhatAConfirmationRestsOn(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            func version(of user: UserID = Fixture.alice) async throws -> Int64? { try await store.user(user)?.version }
            let first = try #require(try await version())
            let counted: [DirectoryChange] = [
                .setPassword(Fixture.alice, hash: "p"), .setTradePassword(Fixture.alice, hash: "t", frozenUntil: nil),
                .setPaymentsFrozen(Fixture.alice, true), .setPaymentsFrozen(Fixture.alice, false),
                .setUserEnabled(Fixture.alice, false), .setUserEnabled(Fixture.alice, true),
            ]
            for (number, change) in counted.enumerated() {
                try await store.change(change) { _ in }
                #expect(try await version() == first + Int64(number) + 1, "\(change)")
            }
            let last = try await version()
            // Wrong passwords and permissions change nothing that was checked; other users are others.
            _ = try await store.beginTradePasswordTry(Fixture.alice, now: Fixture.start, limit: 1, lockEnd: Fixture.after(60))
            try await store.clearTradePasswordTries(Fixture.alice)
            try await store.change(.setGrant(try Fixture.grant("open_1", of: Fixture.alice, union: "union_1"))) { _ in }
            #expect(try await version() == last)
            #expect(try await version(of: Fixture.bob) == 0)
            #expect(try await store.users(limit: 9).first { $0.id == Fixture.alice }?.version == last)
            #expect(try await store.user(named: "user-10")?.version == last)
        }
    }

    @Test(arguments: StoreFactory.all)
    func noPaymentIsDecidedOnAnOlderDirectoryThanTheOneAcknowledged(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let holder = DirectoryHolder(try await store.loadDirectory())
            let committer = Committer(store: store, directory: holder, clock: TestClock(), callbacksFellDue: { _ in })
            try await committer.submit(.deposit(1_000, to: Fixture.manager, as: "d"))
            let payments = Task {
                await withTaskGroup(of: String.self) { group in
                    for number in 0..<200 { group.addTask { await outcome(committer, .pay(1, as: "p\(number)")) } }
                    return await group.reduce(into: [:]) { counts, result in counts[result, default: 0] += 1 }
                }
            }
            try await store.change(.updateApp(Fixture.makeApp(Fixture.shop, manager: Fixture.manager, enabled: false))) {
                holder.replace(with: $0)
            }
            #expect(await outcome(committer, .pay(1, as: "late")) == "appDisabled")
            let results = await payments.value
            #expect(results["order", default: 0] + results["appDisabled", default: 0] == 200)
            #expect(try await store.spot(Fixture.alice) ?? 0 == Int128(results["order", default: 0]))
        }
    }

    @Test(arguments: StoreFactory.all)
    func metadataIsKeptByName(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            #expect(try await store.metadata("clock") == nil)
            try await store.setMetadata("clock", to: "1")
            try await store.setMetadata("clock", to: "2")
            try await store.setMetadata("Clock", to: "")
            #expect(try await store.metadata("clock") == "2")
            #expect(try await store.metadata("Clock")?.isEmpty == true)
            try await store.ping()
        }
    }

    private func describe(_ app: App) -> [String] {
        [
            "\(app.id)", app.company.text, app.name, "\(app.manager)", "\(app.isEnabled)", "\(app.scopes)",
            "\(app.coins.sorted { $0.key < $1.key })", "\(app.cutRate)", "\(app.envelopeMember)", app.callbackURL ?? "none",
            "\(app.redirectOrigins)", "\(app.loginURLs)", app.checkKey, "\(app.strongSecret)",
            "\(app.replacedKeys?.checkKey ?? "none") \(app.replacedKeys?.strongSecret ?? []) \(app.replacedKeys?.end.nanoseconds ?? 0)",
        ]
    }

    private func describe(_ key: AccessKey) -> [String] {
        [key.id, "\(key.app)", "\(key.secret)", "\(key.isEnabled)", "\(key.boundAddresses)", "\(key.createTime)"]
    }

    private func describe(_ directory: Directory) -> [[String]] {
        directory.apps.values.sorted { $0.id.text < $1.id.text }.map(describe)
            + directory.keys.values.sorted { $0.id < $1.id }.map(describe)
            + directory.coins.values.sorted { $0.id < $1.id }.map { ["\($0)"] }
            + directory.prices.values.sorted { $0.symbol < $1.symbol }.map { ["\($0)"] }
            + directory.companies.values.sorted { $0.id.text < $1.id.text }.map { ["\($0)"] }
    }
}
