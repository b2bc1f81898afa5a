import PayCore
import PayLedger

/// Shows one user and everything that the user holds.
package struct ShowUser: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: ``OperatorRefusal``: 8.
    package func run(_ selector: UserSelector) async throws -> UserReply {
        try await platform.reply(platform.user(selector).id)
    }
}

extension Platform {
    /// A user as it is now, with every balance, by coin and then spot before open.
    func reply(_ id: UserID) async throws -> UserReply {
        guard let user = try await store.user(id) else { preconditionFailure("users are never removed") }
        var holdings: [(coin: CoinID, holding: UserReply.Holding)] = []
        for book in Book.allCases {
            for (coin, balance) in try await store.balances(of: id, in: book) {
                holdings.append((coin, UserReply.Holding(balance, of: directory.current.knownCoin(coin), in: book)))
            }
        }
        // "spot" comes after "open" in the alphabet and before it here.
        holdings.sort { ($0.coin.number, $1.holding.account) < ($1.coin.number, $0.holding.account) }
        return UserReply(user, at: clock.now(), balances: holdings.map(\.holding))
    }
}
