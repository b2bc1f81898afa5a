import PayCore
import PayLedger

/// What a user holds in one coin, as the protocol shows it (5.8).
package struct Asset: Sendable {
    package let user: UserID
    package let coin: Coin
    package let balance: Balance
}

/// The assets of a user who has authorised the asking app to see them (protocol, 5.8).
package struct ListAssets: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// Every coin that the user has ever held, by `coin_id`.
    ///
    /// - Throws: 11015, 11017, 8 as ``AssetOwner`` does.
    package func run(of owner: AssetOwner, by caller: AppCaller) async throws -> [Asset] {
        let user = try await owner.resolve(platform, by: caller)
        let directory = platform.directory.current
        return try await platform.store.balances(of: user, in: .spot).sorted { $0.key < $1.key }.map { coin, balance in
            Asset(user: user, coin: directory.knownCoin(coin), balance: balance)
        }
    }
}

/// One coin of the same.
package struct FindAsset: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Returns: zeros if the user has never held the coin.
    /// - Throws: 11015, 11017, 8 as ``AssetOwner`` does.
    package func run(of owner: AssetOwner, coin: Coin, by caller: AppCaller) async throws -> Asset {
        let user = try await owner.resolve(platform, by: caller)
        let balance = try await platform.store.balance(of: .user(user, .spot, coin.id)) ?? .zero
        return Asset(user: user, coin: coin, balance: balance)
    }
}

/// Whose assets an app asks for: by `open_id`, by `dragonex_uid`, or by both.
package struct AssetOwner: Sendable {
    private let openID: OpenID?
    private let uid: Int64?

    /// At least one of the two is given.
    package init(openID: OpenID?, uid: Int64?) {
        self.openID = openID
        self.uid = uid
    }

    /// - Throws: 11015 for anybody who never authorised the app, whether or not there is such a user; 11017 if the user did not grant
    ///   scope 7; 8 if the two names differ.
    func resolve(_ platform: Platform, by caller: AppCaller) async throws -> UserID {
        let user = try await platform.user(openID: openID, uid: uid, uidField: "dragonex_uid", of: caller.app.id)
        guard let grant = try await platform.store.grant(of: caller.app.id, user: user) else {
            throw PlatformError(.openIDUnknown, "The user has not authorised this app.")
        }
        guard grant.scopes.contains(.readSpotAssets) else {
            throw PlatformError(.scopeNotGranted, "The user has not granted this app scope 7, to read spot assets.")
        }
        return user
    }
}
