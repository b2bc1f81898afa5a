import PayCore
import PayDomain
import PayLedger

/// Puts the fixed data into an empty platform, by the same ways that an operator would. Filling what is filled already changes nothing,
/// also after a crash in the middle.
package struct FillSandbox: Sendable {
    private static let metadataName = "sandbox.filled"
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    package func run() async throws {
        guard try await platform.store.metadata(Self.metadataName) == nil else { return }
        for (id, code, digits) in SandboxData.coins {
            try await add(.addCoin(valid(valid(CoinID(id)).flatMapCoin(code: code, digits: digits))))
        }
        try await add(.addCompany(Company(id: valid(CompanyID(SandboxData.company)), name: "Sandbox Company")))
        for user in SandboxData.users { try await addUser(user) }
        for app in SandboxData.apps { try await addApp(app) }
        for user in SandboxData.users { try await addGrantAndBalances(user) }
        for (symbol, closePrice) in SandboxData.prices {
            _ = try await SetPrice(platform).run(SetPrice.Request(symbol: symbol, closePrice: closePrice))
        }
        try await platform.store.setMetadata(Self.metadataName, to: "1")
    }

    /// Adds the demo shop's app and its manager with some money, by the same rule.
    func addShop(reached address: ShopAddress) async throws {
        try await addUser(SandboxData.shopManager)
        try await addApp(SandboxData.shop, reached: address)
        try await addGrantAndBalances(SandboxData.shopManager)
    }

    private func addUser(_ seed: SandboxData.UserSeed) async throws {
        let user = User(
            id: valid(UserID(seed.uid)), name: seed.name,
            passwordHash: seed.isManager ? nil : try await platform.passwords.hash(seed.password),
            tradePasswordHash: seed.isManager ? nil : try await platform.passwords.hash(SandboxData.tradePassword),
            paymentsFrozen: seed.paymentsFrozen
        )
        try await add(.addUser(user))
    }

    private func addApp(_ seed: SandboxData.AppSeed, reached address: ShopAddress? = nil) async throws {
        let unlimited = AppStanding.CoinTerms(dailyLimit: nil, reviewAbove: nil)
        let coins = SandboxData.appCoins.map { (valid(platform.directory.current.coinsByCode[$0]).id, unlimited) }
        let app = App(
            id: valid(AppID(seed.id)), company: valid(CompanyID(SandboxData.company)), name: seed.id, manager: valid(UserID(seed.manager)),
            isEnabled: true, scopes: seed.scopes, coins: Dictionary(uniqueKeysWithValues: coins), cutRate: valid(CutRate(seed.cutRate)),
            envelopeMember: .lowerCase, callbackURL: address?.callback,
            redirectOrigins: RedirectOrigins(origins: address.map { [$0.origin] } ?? SandboxData.redirectOrigins, allowsLoopback: true),
            loginURLs: address.map { [$0.signedIn] } ?? SandboxData.loginURLs,
            checkKey: seed.checkKey, strongSecret: seed.strongSecret
        )
        try await add(.addApp(app))
        let key = AccessKey(
            id: seed.accessKey, app: app.id, secret: Array(seed.secretKey.utf8), isEnabled: true, boundAddresses: [],
            createTime: platform.clock.now()
        )
        try await add(.addKey(key))
    }

    private func addGrantAndBalances(_ seed: SandboxData.UserSeed) async throws {
        let user = valid(UserID(seed.uid))
        if let openID = seed.openID {
            let grant = Grant(
                app: valid(AppID(SandboxData.apps[0].id)), user: user, openID: valid(OpenID(openID)),
                unionID: valid(UnionID(seed.unionID)), scopes: .all
            )
            try await platform.change(.setGrant(grant))
        }
        for balance in seed.balances {
            let coin = valid(platform.directory.current.coinsByCode[balance.coin])
            let account = AccountKey.user(user, balance.book, coin.id)
            let name = "\(seed.uid).\(balance.coin).\(balance.book.name)"
            let deposit = LedgerCommand.Movement(
                kind: .deposit, account: account, volume: try Amount(balance.volume, scale: coin.scale),
                reference: valid(LedgerReference("sandbox:deposit:\(name)"))
            )
            _ = try await platform.committer.submit(.move(deposit), admission: { _ in nil })
            guard let frozen = balance.frozen else { continue }
            let hold = LedgerCommand.Hold(
                account: account, volume: try Amount(frozen, scale: coin.scale), reference: valid(LedgerReference("sandbox:hold:\(name)"))
            )
            _ = try await platform.committer.submit(.hold(hold), admission: { _ in nil })
        }
    }

    private func add(_ change: DirectoryChange) async throws {
        do {
            try await platform.change(change)
        } catch DirectoryConflict.exists {
            // An earlier start got this far before it was stopped, or another node was first.
            try await platform.directory.refresh(from: platform.store)
        }
    }

    /// The fixed data keeps every rule; if it did not, no sandbox could start.
    private func valid<Value>(_ value: Value?) -> Value {
        guard let value else { preconditionFailure("the sandbox's fixed data breaks a rule of its own") }
        return value
    }
}

extension CoinID {
    fileprivate func flatMapCoin(code: String, digits: Int) -> Coin? {
        Scale(digits: digits).flatMap { Coin(id: self, code: code, scale: $0) }
    }
}
