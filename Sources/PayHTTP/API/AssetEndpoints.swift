import PayCore
import PayDomain
import PayLedger
import PayWire

/// `/api/v1/user/coin/list/` and `/api/v1/open/user/coin/list/`: what a user holds (protocol, 5.8 and section 7).
struct ListAssetsEndpoint<Accounts: EndpointBook>: ServerEndpoint, ClientEndpoint {
    static var path: String { "/api/v1/\(Accounts.prefix)user/coin/list" }
    static var scope: ScopeRule? { ScopeRule(Accounts.readScope, refusal: .appLacksScope) }

    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    func run(_ fields: Fields, by caller: AppCaller) async throws -> AnswerData {
        let owner = try AssetOwner(fields.userName(uidField: "dragonex_uid"))
        return try await list(of: owner.resolve(platform, granting: Accounts.readScope, by: caller))
    }

    func run(_ fields: Fields, by caller: UserCaller) async throws -> AnswerData { try await list(of: caller.user) }

    private func list(of user: UserID) async throws -> AnswerData {
        AnswerData(try await ListAssets(platform).run(of: user, in: Accounts.book))
    }
}

/// `/api/v1/user/coin/detail/` and `/api/v1/open/user/coin/detail/`: what a user holds of one coin.
struct FindAssetEndpoint<Accounts: EndpointBook>: ServerEndpoint, ClientEndpoint {
    static var path: String { "/api/v1/\(Accounts.prefix)user/coin/detail" }
    static var scope: ScopeRule? { ScopeRule(Accounts.readScope, refusal: .appLacksScope) }

    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    func run(_ fields: Fields, by caller: AppCaller) async throws -> AnswerData {
        let name = try fields.userName(uidField: "dragonex_uid")
        let coin = try fields.coin(of: platform.directory.current)
        let owner = try AssetOwner(name)
        return try await find(coin, of: owner.resolve(platform, granting: Accounts.readScope, by: caller))
    }

    func run(_ fields: Fields, by caller: UserCaller) async throws -> AnswerData {
        try await find(fields.coin(of: platform.directory.current), of: caller.user)
    }

    private func find(_ coin: Coin, of user: UserID) async throws -> AnswerData {
        AnswerData(try await FindAsset(platform).run(of: user, in: Accounts.book, coin: coin))
    }
}

/// `/api/v1/admin/coin/list/` and `/api/v1/open/admin/coin/list/`: what the app's manager holds.
struct ListManagerAssetsEndpoint<Accounts: EndpointBook>: ServerEndpoint {
    static var path: String { "/api/v1/\(Accounts.prefix)admin/coin/list" }
    static var scope: ScopeRule? { nil }

    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    func run(_ fields: Fields, by caller: AppCaller) async throws -> AnswerData {
        AnswerData(try await ListAssets(platform).run(of: caller.app.manager, in: Accounts.book))
    }
}

/// `/api/v1/admin/coin/detail/` and `/api/v1/open/admin/coin/detail/`: what the app's manager holds of one coin.
struct FindManagerAssetEndpoint<Accounts: EndpointBook>: ServerEndpoint {
    static var path: String { "/api/v1/\(Accounts.prefix)admin/coin/detail" }
    static var scope: ScopeRule? { nil }

    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    func run(_ fields: Fields, by caller: AppCaller) async throws -> AnswerData {
        let coin = try fields.coin(of: platform.directory.current)
        return AnswerData(try await FindAsset(platform).run(of: caller.app.manager, in: Accounts.book, coin: coin))
    }
}

extension AssetOwner {
    fileprivate init(_ name: UserName) throws { self.init(openID: try name.openID(), uid: name.uid) }
}

extension Fields {
    /// A coin by `coin_code`, by `coin_id`, or by both, which must then agree.
    fileprivate func coin(of directory: Directory) throws -> Coin {
        let code = try optionalString("coin_code")
        let number = try optionalPositive("coin_id")
        guard code != nil || number != nil else {
            throw PlatformError.badParameter("coin_code", "or coin_id must be given")
        }
        let byCode = code.flatMap { directory.coinsByCode[$0] }
        let byNumber = number.flatMap { CoinID(Int(clamping: $0)) }.flatMap { directory.coins[$0] }
        if code != nil, byCode == nil { throw PlatformError.badParameter("coin_code", "names no coin of this platform") }
        if number != nil, byNumber == nil { throw PlatformError.badParameter("coin_id", "names no coin of this platform") }
        if let byCode, let byNumber, byCode != byNumber {
            throw PlatformError.badParameter("coin_id", "names another coin than coin_code does; give one of the two")
        }
        guard let coin = byCode ?? byNumber else { preconditionFailure("one of the two was given and found") }
        return coin
    }
}

extension AnswerData {
    fileprivate init(_ assets: [Asset]) {
        self.init { writer in
            writer.beginArray()
            for asset in assets { asset.write(to: &writer) }
            writer.endArray()
        }
    }

    fileprivate init(_ asset: Asset) { self.init { asset.write(to: &$0) } }
}

extension Asset {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("code", coin.code)
        writer.member("coin_id", Int64(coin.id.number))
        writer.member("frozen", balance.frozen.text(scale: coin.scale))
        writer.member("total", balance.total.text(scale: coin.scale))
        writer.member("uid", user.number)
        writer.endObject()
    }
}
