import PayCore
import PayDomain
import PayLedger
import PayWire
import Testing

@Suite struct AppCommandsTests {
    private func withCompanyAndCoins(_ body: (OperatorFixture) async throws -> Void) async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.perform(.createCoin(CreateCoin.Request(coinCode: "usdt", fractionDigits: 6)))
            try await platform.perform(.createCoin(CreateCoin.Request(coinCode: "dt", fractionDigits: 2)))
            try await platform.perform(.createCompany(CreateCompany.Request(companyID: "acme", name: "Acme")))
            try await body(platform)
        }
    }

    private func app(_ platform: OperatorFixture) throws -> App {
        try #require(platform.platform.directory.current.apps.values.first { $0.id.text == "shop" })
    }

    @Test func anAppHasAllThatWasNamed() async throws {
        try await withCompanyAndCoins { (platform) async throws in
            try await platform.perform(.createUser(CreateUser.Request(uid: 900_000, name: "treasury")))
            let created = try await platform.perform(
                .createApp(
                    CreateApp.Request(
                        appID: "shop", companyID: "acme", name: "The Shop", managerUID: 900_000, scopes: [1, 5, 6, 7, 11],
                        coins: [AppCoinInput(coinCode: "usdt", dailyLimit: "1000.50", reviewAbove: "0"), AppCoinInput(coinCode: "dt")],
                        cutRate: "0.010",
                        redirectOrigins: ["https://shop.example.com", "http://127.0.0.1:3000", "https://shop.example.com"],
                        callbackURL: "https://shop.example.com/pay?x=1", envelopeMember: "Data"
                    )
                )
            )
            #expect(created["admin_uid"] as? Int == 900_000 && created["name"] as? String == "The Shop")
            #expect(created["scopes"] as? [Int] == [1, 5, 6, 7, 11] && created["cut_rate"] as? String == "0.01")
            #expect(created["redirect_origins"] as? [String] == ["https://shop.example.com", "http://127.0.0.1:3000"])
            #expect(created["callback_url"] as? String == "https://shop.example.com/pay?x=1")
            #expect(created["envelope_member"] as? String == "Data" && created["enabled"] as? Bool == true)

            let app = try app(platform)
            let usdt = try #require(platform.platform.directory.current.coinsByCode["usdt"])
            #expect(app.coins[usdt.id]?.dailyLimit?.units == 1_000_500_000 && app.coins[usdt.id]?.reviewAbove?.isZero == true)
            #expect(created["resp_check_key"] as? String == app.checkKey)
            #expect(created["strong_secret"] as? String == StrongSecret(bytes: app.strongSecret)?.text)
            #expect(!app.redirectOrigins.allowsLoopback)
        }
    }

    @Test func anAppWithoutAManagerGetsItsOwn() async throws {
        try await withCompanyAndCoins { (platform) async throws in
            // An earlier attempt may have ended before the app was entered.
            try await platform.perform(.createUser(CreateUser.Request(uid: 77, name: "shop-manager")))
            let shop = try await platform.perform(.createApp(CreateApp.Request(appID: "shop", companyID: "acme")))
            #expect(shop["admin_uid"] as? Int == 77 && shop["scopes"] as? [Int] == [1, 5, 6, 7])
            let other = try await platform.perform(.createApp(CreateApp.Request(appID: "other", companyID: "acme")))
            #expect(other["admin_uid"] as? Int == 1_000_000)
            let manager = try #require(try await platform.platform.store.user(named: "other-manager"))
            #expect(manager.id.number == 1_000_000 && manager.passwordHash == nil && manager.tradePasswordHash == nil)

            try await platform.perform(.createUser(CreateUser.Request(name: "third-manager", password: "correct horse")))
            let refusal = await platform.refusal(.createApp(CreateApp.Request(appID: "third", companyID: "acme")))
            #expect(refusal.field == "admin_uid" && refusal.message.contains("can sign in"))
        }
    }

    @Test(arguments: [
        (CreateApp.Request(appID: "a b", companyID: "acme"), 8, "app_id"),
        (.init(appID: "shop", companyID: "none"), 11_000, "company_id"), (.init(appID: "shop", companyID: "acme", name: ""), 8, "name"),
        (.init(appID: "shop", companyID: "acme", managerUID: 5), 8, "admin_uid"),
        (.init(appID: "shop", companyID: "acme", managerUID: 0), 8, "admin_uid"),
        (.init(appID: "shop", companyID: "acme", scopes: [1, 2]), 8, "scopes"),
        (.init(appID: "shop", companyID: "acme", coins: [AppCoinInput(coinCode: "btc")]), 8, "coin_code"),
        (.init(appID: "shop", companyID: "acme", coins: [AppCoinInput(coinCode: "dt", dailyLimit: "1.234")]), 8, "daily_limit"),
        (.init(appID: "shop", companyID: "acme", coins: [AppCoinInput(coinCode: "dt", reviewAbove: "-1")]), 8, "review_above"),
        (.init(appID: "shop", companyID: "acme", cutRate: "1"), 8, "cut_rate"),
        (.init(appID: "shop", companyID: "acme", redirectOrigins: ["https://shop.example.com/"]), 8, "redirect_origins"),
        (.init(appID: "shop", companyID: "acme", redirectOrigins: ["shop.example.com"]), 8, "redirect_origins"),
        (.init(appID: "shop", companyID: "acme", redirectOrigins: ["javascript:alert(1)"]), 8, "redirect_origins"),
        (.init(appID: "shop", companyID: "acme", callbackURL: "http://shop.example.com/"), 11_038, "callback_url"),
        (.init(appID: "shop", companyID: "acme", callbackURL: "https://127.0.0.1/"), 11_038, "callback_url"),
        (.init(appID: "shop", companyID: "acme", callbackURL: "https://169.254.169.254/"), 11_038, "callback_url"),
        (.init(appID: "shop", companyID: "acme", callbackURL: "https://pay.example.com/"), 11_038, "callback_url"),
        (.init(appID: "shop", companyID: "acme", envelopeMember: "DATA"), 8, "envelope_member"),
    ])
    func aWrongAppIsRefusedAndLeavesNothing(_ request: CreateApp.Request, _ code: Int, _ field: String) async throws {
        try await withCompanyAndCoins { (platform) async throws in
            let refusal = await platform.refusal(.createApp(request))
            #expect(refusal.code == code && refusal.field == field, "\(refusal)")
            #expect(platform.platform.directory.current.apps.isEmpty)
            #expect(try await platform.platform.store.users(limit: 10).isEmpty)
        }
    }

    @Test func anAppIsEnteredOnce() async throws {
        try await withCompanyAndCoins { (platform) async throws in
            try await platform.perform(.createApp(CreateApp.Request(appID: "shop", companyID: "acme")))
            let refusal = await platform.refusal(.createApp(CreateApp.Request(appID: "shop", companyID: "acme")))
            #expect(refusal.code == PlatformCode.appExists.rawValue)
        }
    }

    @Test func whatIsNotNamedStays() async throws {
        try await withCompanyAndCoins { (platform) async throws in
            let coins = [AppCoinInput(coinCode: "usdt", dailyLimit: "10", reviewAbove: "5")]
            try await platform.perform(
                .createApp(CreateApp.Request(appID: "shop", companyID: "acme", coins: coins, redirectOrigins: ["https://a.example"]))
            )
            let before = try app(platform)
            var change = ChangeApp.Request(appID: "shop")
            change.cutRate = "0.5"
            let changed = try await platform.perform(.changeApp(change))
            let after = try app(platform)
            #expect(changed["cut_rate"] as? String == "0.5" && changed["resp_check_key"] == nil)
            #expect(after.coins == before.coins && after.redirectOrigins == before.redirectOrigins && after.scopes == before.scopes)
            #expect(after.checkKey == before.checkKey && after.strongSecret == before.strongSecret && after.isEnabled)
        }
    }

    @Test func everyPartCanBeChanged() async throws {
        try await withCompanyAndCoins { (platform) async throws in
            let coins = [AppCoinInput(coinCode: "usdt", dailyLimit: "10", reviewAbove: "5")]
            try await platform.perform(
                .createApp(
                    CreateApp.Request(
                        appID: "shop", companyID: "acme", coins: coins, redirectOrigins: ["https://a.example"],
                        callbackURL: "https://a.example/"
                    )
                )
            )
            let before = try app(platform)
            var change = ChangeApp.Request(appID: "shop")
            change.isEnabled = false
            change.scopes = [7]
            change.coins = ["dt", "usdt"]
            change.limits = [AppCoinInput(coinCode: "dt", dailyLimit: "3"), AppCoinInput(coinCode: "usdt", reviewAbove: "none")]
            change.redirectOrigins = []
            change.callbackURL = "none"
            change.envelopeMember = "Data"
            change.renewsCheckKey = true
            try await platform.perform(.changeApp(change))
            let after = try app(platform)
            let directory = platform.platform.directory.current
            let usdt = try #require(directory.coinsByCode["usdt"])
            let dt = try #require(directory.coinsByCode["dt"])
            #expect(!after.isEnabled && after.scopes == ScopeSet([.readSpotAssets]) && after.envelopeMember == .upperCase)
            #expect(after.coins[usdt.id]?.dailyLimit?.units == 10_000_000 && after.coins[usdt.id]?.reviewAbove == nil)
            #expect(after.coins[dt.id]?.dailyLimit?.units == 300)
            #expect(after.redirectOrigins.origins.isEmpty && after.callbackURL == nil)
            #expect(after.checkKey != before.checkKey && after.strongSecret == before.strongSecret)
        }
    }

    @Test func aLimitNeedsACoinOfTheApp() async throws {
        try await withCompanyAndCoins { (platform) async throws in
            try await platform.perform(
                .createApp(CreateApp.Request(appID: "shop", companyID: "acme", coins: [AppCoinInput(coinCode: "dt")])))
            var change = ChangeApp.Request(appID: "shop")
            change.limits = [AppCoinInput(coinCode: "usdt", dailyLimit: "3")]
            #expect(await platform.refusal(.changeApp(change)).code == PlatformCode.coinNotAllowed.rawValue)
            #expect(await platform.refusal(.changeApp(ChangeApp.Request(appID: "none"))).code == PlatformCode.appUnknown.rawValue)
        }
    }

    @Test func secretsAreShownWhenAskedFor() async throws {
        try await withCompanyAndCoins { (platform) async throws in
            let created = try await platform.perform(.createApp(CreateApp.Request(appID: "shop", companyID: "acme")))
            let plain = try await platform.perform(.showApp(ShowApp.Request(appID: "shop")))
            #expect(plain["resp_check_key"] == nil && plain["strong_secret"] == nil)
            let full = try await platform.perform(.showApp(ShowApp.Request(appID: "shop", withSecrets: true)))
            #expect(full["resp_check_key"] as? String == created["resp_check_key"] as? String)
            #expect(full["strong_secret"] as? String == created["strong_secret"] as? String)
            guard case .apps(let apps) = try await platform.operators.perform(.listApps) else { return }
            #expect(apps.map(\.appID) == ["shop"] && apps.allSatisfy { $0.checkKey == nil })
        }
    }

    /// Changes are made one at a time, so none is lost.
    @Test func changesAtTheSameTimeAllHold() async throws {
        try await withCompanyAndCoins { (platform) async throws in
            try await platform.perform(.createApp(CreateApp.Request(appID: "shop", companyID: "acme")))
            try await withThrowingTaskGroup(of: Void.self) { group in
                var scopes = ChangeApp.Request(appID: "shop")
                scopes.scopes = [7]
                var rate = ChangeApp.Request(appID: "shop")
                rate.cutRate = "0.25"
                var coins = ChangeApp.Request(appID: "shop")
                coins.coins = ["usdt", "dt"]
                var url = ChangeApp.Request(appID: "shop")
                url.callbackURL = "https://a.example/"
                for change in [scopes, rate, coins, url] { group.addTask { _ = try await platform.operators.perform(.changeApp(change)) } }
                try await group.waitForAll()
            }
            let app = try app(platform)
            #expect(app.scopes == ScopeSet([.readSpotAssets]) && app.cutRate.text == "0.25")
            #expect(app.coins.count == 2 && app.callbackURL == "https://a.example/")
        }
    }
}
