import PayCore
import PayDomain
import Testing

@Suite struct DirectoryCommandsTests {
    @Test func companies() async throws {
        try await OperatorFixture.run { (platform) async throws in
            let created = try await platform.perform(.createCompany(CreateCompany.Request(companyID: "acme", name: "Acme 상사")))
            #expect(created["company_id"] as? String == "acme" && created["name"] as? String == "Acme 상사")
            try await platform.perform(.createCompany(CreateCompany.Request(companyID: "abc", name: "Abc")))
            guard case .companies(let companies) = try await platform.operators.perform(.listCompanies) else { return }
            #expect(companies.map(\.companyID) == ["abc", "acme"])

            let again = await platform.refusal(.createCompany(CreateCompany.Request(companyID: "acme", name: "Other")))
            #expect(again.code == PlatformCode.companyExists.rawValue && again.message == #"There is a company "acme" already."#)
        }
    }

    @Test(arguments: ["", "a b", "é", String(repeating: "a", count: 65), "a/b", "a\n"])
    func companyIDsHaveARule(_ id: String) async throws {
        try await OperatorFixture.run { (platform) async throws in
            let refusal = await platform.refusal(.createCompany(CreateCompany.Request(companyID: id, name: "Acme")))
            #expect(refusal.code == 8 && refusal.field == "company_id")
            #expect(refusal.message.contains("must be 1 to 64 characters out of 0-9 A-Z a-z _ -"))
        }
    }

    @Test(arguments: ["", String(repeating: "a", count: 65), " Acme", "Acme ", "Ac\u{0}me", "Ac\nme", "\u{202E}emcA", "Ac\u{200B}me"])
    func namesHaveARule(_ name: String) async throws {
        try await OperatorFixture.run { (platform) async throws in
            let refusal = await platform.refusal(.createCompany(CreateCompany.Request(companyID: "acme", name: name)))
            #expect(refusal.code == 8 && refusal.field == "name")
        }
    }

    @Test func coins() async throws {
        try await OperatorFixture.run { (platform) async throws in
            let usdt = try await platform.perform(.createCoin(CreateCoin.Request(coinCode: "usdt", fractionDigits: 6)))
            #expect(usdt["coin_id"] as? Int == 1 && usdt["coin_code"] as? String == "usdt" && usdt["fraction_digits"] as? Int == 6)
            let btc = try await platform.perform(.createCoin(CreateCoin.Request(coinCode: "btc", fractionDigits: 8, coinID: 7)))
            #expect(btc["coin_id"] as? Int == 7)
            let next = try await platform.perform(.createCoin(CreateCoin.Request(coinCode: "dt", fractionDigits: 0)))
            #expect(next["coin_id"] as? Int == 8)

            let code = await platform.refusal(.createCoin(CreateCoin.Request(coinCode: "usdt", fractionDigits: 2)))
            #expect(code.field == "coin_code" && code.message.contains("already"))
            let id = await platform.refusal(.createCoin(CreateCoin.Request(coinCode: "eth", fractionDigits: 2, coinID: 7)))
            #expect(id.field == "coin_id" && id.message.contains("already"))
            guard case .coins(let coins) = try await platform.operators.perform(.listCoins) else { return }
            #expect(coins.map(\.coinCode) == ["usdt", "btc", "dt"])
        }
    }

    @Test(arguments: [
        (CreateCoin.Request(coinCode: "USDT", fractionDigits: 6), "coin_code"), (.init(coinCode: "", fractionDigits: 6), "coin_code"),
        (.init(coinCode: "usdt", fractionDigits: 19), "fraction_digits"), (.init(coinCode: "usdt", fractionDigits: -1), "fraction_digits"),
        (.init(coinCode: "usdt", fractionDigits: 6, coinID: 0), "coin_id"),
    ])
    func coinsHaveRules(_ request: CreateCoin.Request, _ field: String) async throws {
        try await OperatorFixture.run { (platform) async throws in
            let refusal = await platform.refusal(.createCoin(request))
            #expect(refusal.code == 8 && refusal.field == field)
        }
    }

    @Test func keysShowTheirSecretOnce() async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            let created = try await platform.perform(
                .createKey(CreateKey.Request(appID: "shop", boundAddresses: ["192.0.2.1", "::FFFF:192.0.2.1", "2001:DB8::1"]))
            )
            let name = try #require(created["access_key"] as? String)
            let secret = try #require(created["secret_key"] as? String)
            #expect(name.utf8.count == 32 && secret.utf8.count == 64)
            // One address in two spellings is one address.
            #expect(created["bound_addresses"] as? [String] == ["192.0.2.1", "2001:db8::1"])
            #expect(platform.platform.directory.current.keys[name]?.secret == Array(secret.utf8))

            guard case .keys(let keys) = try await platform.operators.perform(.listKeys(appID: "shop")) else { return }
            #expect(keys.map(\.accessKey) == [name] && keys.allSatisfy { $0.secretKey == nil })

            let disabled = try await platform.perform(.changeKey(ChangeKey.Request(accessKey: name, isEnabled: false)))
            #expect(disabled["enabled"] as? Bool == false && disabled["secret_key"] == nil)
            #expect(platform.platform.directory.current.keys[name]?.isEnabled == false)
            let bound = try await platform.perform(.changeKey(ChangeKey.Request(accessKey: name, boundAddresses: [])))
            #expect(bound["bound_addresses"] as? [String] == [] && bound["enabled"] as? Bool == false)
            let enabled = try await platform.perform(.changeKey(ChangeKey.Request(accessKey: name, isEnabled: true)))
            #expect(enabled["enabled"] as? Bool == true)
        }
    }

    @Test func keysAreRefusedForNoAppNoKeyAndNoAddress() async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            #expect(await platform.refusal(.createKey(CreateKey.Request(appID: "other"))).code == PlatformCode.appUnknown.rawValue)
            #expect(await platform.refusal(.listKeys(appID: "other")).code == PlatformCode.appUnknown.rawValue)
            let unknown = await platform.refusal(.changeKey(ChangeKey.Request(accessKey: "none", isEnabled: true)))
            #expect(unknown.code == PlatformCode.keyUnknown.rawValue)
            for address in ["192.0.2.1:80", "example.com", "192.0.2", "10.0.0.0/8", ""] {
                let refusal = await platform.refusal(.createKey(CreateKey.Request(appID: "shop", boundAddresses: [address])))
                #expect(refusal.code == 8 && refusal.field == "bound_addresses")
            }
        }
    }

    @Test func anAppHasAtMostTwentyEnabledKeys() async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            var last = ""
            for _ in 0..<CreateKey.maximumEnabledKeys {
                last = try #require(try await platform.perform(.createKey(CreateKey.Request(appID: "shop")))["access_key"] as? String)
            }
            let refusal = await platform.refusal(.createKey(CreateKey.Request(appID: "shop")))
            #expect(refusal.code == PlatformCode.tooManyKeys.rawValue && refusal.advice?.contains("imugi key disable") == true)

            try await platform.perform(.changeKey(ChangeKey.Request(accessKey: last, isEnabled: false)))
            try await platform.perform(.createKey(CreateKey.Request(appID: "shop")))
            let enabling = await platform.refusal(.changeKey(ChangeKey.Request(accessKey: last, isEnabled: true)))
            #expect(enabling.code == PlatformCode.tooManyKeys.rawValue)
        }
    }

    /// At least 128 random bits each, and a check key that cannot be read as part of the time stamp before it.
    @Test func newSecretsAreStrongAndUnique() async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            var seen: Set<String> = []
            for _ in 0..<50 {
                var change = ChangeApp.Request(appID: "shop")
                change.renewsCheckKey = true
                change.renewsStrongSecret = true
                let app = try await platform.perform(.changeApp(change))
                let checkKey = try #require(app["resp_check_key"] as? String)
                let strongSecret = try #require(app["strong_secret"] as? String)
                #expect(checkKey.utf8.count == 33 && checkKey.first?.isLetter == true)
                #expect(strongSecret.hasPrefix("whsec_") && strongSecret.utf8.count == 50)
                #expect(seen.insert(checkKey).inserted && seen.insert(strongSecret).inserted)
            }
        }
    }
}
