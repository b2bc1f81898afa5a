import PayCore
import PayLedger

/// What a user holds in one coin, as the protocol shows it (5.8).
package struct Asset: Sendable {
    package let user: UserID
    package let coin: Coin
    package let balance: Balance
}

/// The assets of a user, or of an app's manager, on the spot or the open accounts (protocol, 5.8 and section 7). Who may see them is for the
/// caller to know: the token's user, the app of its manager's, or ``AssetOwner``.
package struct ListAssets: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// Every coin that the user has ever held in the book, by `coin_id`.
    package func run(of user: UserID, in book: Book) async throws -> [Asset] {
        let directory = platform.directory.current
        return try await platform.store.balances(of: user, in: book).sorted { $0.key < $1.key }.map { coin, balance in
            Asset(user: user, coin: directory.knownCoin(coin), balance: balance)
        }
    }
}

/// One coin of the same.
package struct FindAsset: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Returns: zeros if the user has never held the coin.
    package func run(of user: UserID, in book: Book, coin: Coin) async throws -> Asset {
        let balance = try await platform.store.balance(of: .user(user, book, coin.id)) ?? .zero
        return Asset(user: user, coin: coin, balance: balance)
    }
}

/// Whose assets an app's server asks for: by `open_id`, by `dragonex_uid`, or by both.
package struct AssetOwner: Sendable {
    private let openID: OpenID?
    private let uid: Int64?

    /// At least one of the two is given.
    package init(openID: OpenID?, uid: Int64?) {
        self.openID = openID
        self.uid = uid
    }

    /// - Parameter scope: what the user must have granted the app.
    /// - Throws: 11015 for anybody who has not authorised the app, whether or not there is such a user; 11017 if the user did not grant the
    ///   scope; 8 if the two names differ.
    package func resolve(_ platform: Platform, granting scope: Scope, by caller: AppCaller) async throws -> UserID {
        let user = try await platform.user(openID: openID, uid: uid, uidField: "dragonex_uid", of: caller.app.id)
        guard let grant = try await platform.store.grant(of: caller.app.id, user: user), !grant.scopes.isEmpty else {
            throw PlatformError(.openIDUnknown, "The user has not authorised this app.")
        }
        guard grant.scopes.contains(scope) else { throw PlatformError.scopeNotGranted(scope) }
        return user
    }
}

extension PlatformError {
    /// 11017 for one scope.
    package static func scopeNotGranted(_ scope: Scope) -> PlatformError {
        PlatformError(.scopeNotGranted, "The user has not granted this app scope \(scope.rawValue), which this endpoint needs.")
    }
}
