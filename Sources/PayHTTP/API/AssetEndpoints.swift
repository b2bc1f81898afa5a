import PayCore
import PayDomain
import PayLedger
import PayWire

/// `POST /api/v1/user/coin/list/`: what a user holds (protocol, 5.8).
struct ListAssetsEndpoint: ServerEndpoint {
    static let path = "/api/v1/user/coin/list"
    static let scope: (scope: Scope, refusal: PlatformCode)? = (.readSpotAssets, .appLacksScope)

    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    func run(_ fields: Fields, by caller: AppCaller) async throws -> AnswerData {
        let assets = try await ListAssets(platform).run(of: fields.assetOwner(), by: caller)
        return AnswerData { writer in
            writer.beginArray()
            for asset in assets { asset.write(to: &writer) }
            writer.endArray()
        }
    }
}

/// `POST /api/v1/user/coin/detail/`: what a user holds of one coin.
struct FindAssetEndpoint: ServerEndpoint {
    static let path = "/api/v1/user/coin/detail"
    static let scope: (scope: Scope, refusal: PlatformCode)? = (.readSpotAssets, .appLacksScope)

    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    func run(_ fields: Fields, by caller: AppCaller) async throws -> AnswerData {
        let owner = try fields.assetOwner()
        let asset = try await FindAsset(platform).run(of: owner, coin: coin(fields), by: caller)
        return AnswerData { asset.write(to: &$0) }
    }

    private func coin(_ fields: Fields) throws -> Coin {
        let directory = platform.directory.current
        let code = try fields.string("coin_code").flatMap { $0.isEmpty ? nil : $0 }
        let number = try fields.optionalPositive("coin_id")
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

extension Fields {
    fileprivate func assetOwner() throws -> AssetOwner {
        let user = try userName(uidField: "dragonex_uid")
        return AssetOwner(openID: user.openID, uid: user.uid)
    }
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
