import PayCore
import PayLedger

/// A user as an operator sees one.
package struct UserReply: Hashable, Codable, Sendable {
    /// What a user holds in one coin and account.
    package struct Holding: Hashable, Codable, Sendable {
        package let coinCode: String
        /// `spot` or `open`.
        package let account: String
        package let total: String
        package let frozen: String
        package let available: String

        private enum CodingKeys: String, CodingKey {
            case coinCode = "coin_code"
            case account
            case total
            case frozen
            case available
        }

        init(_ balance: Balance, of coin: Coin, in book: Book) {
            coinCode = coin.code
            account = book.name
            total = balance.total.text(scale: coin.scale)
            frozen = balance.frozen.text(scale: coin.scale)
            available = balance.available.text(scale: coin.scale)
        }
    }

    package let uid: Int64
    package let name: String
    /// Whether a password is set and the user is enabled.
    package let canSignIn: Bool
    package let isEnabled: Bool
    package let hasTradePassword: Bool
    /// Until when wrong trade passwords keep the user from paying, in nanoseconds since 1970; absent when they do not.
    package let tradePasswordLockEnd: Int64?
    package let paymentsFrozen: Bool
    /// Until when nothing is paid out of the user's accounts after a change of the trade password, in nanoseconds since 1970; absent when it
    /// may be.
    package let paymentsFrozenUntil: Int64?
    /// Absent in lists.
    package let balances: [Holding]?

    private enum CodingKeys: String, CodingKey {
        case uid
        case name
        case canSignIn = "can_sign_in"
        case isEnabled = "enabled"
        case hasTradePassword = "has_trade_password"
        case tradePasswordLockEnd = "trade_password_lock_end"
        case paymentsFrozen = "payments_frozen"
        case paymentsFrozenUntil = "payments_frozen_until"
        case balances
    }

    /// - Parameter now: a lock and a freeze that have ended by then are none.
    init(_ user: User, at now: Timestamp, balances: [Holding]? = nil) {
        uid = user.id.number
        name = user.name
        canSignIn = user.passwordHash != nil && user.isEnabled
        isEnabled = user.isEnabled
        hasTradePassword = user.tradePasswordHash != nil
        tradePasswordLockEnd = user.tradePasswordLockEnd.flatMap { $0 > now ? $0.nanoseconds : nil }
        paymentsFrozen = user.paymentsFrozen
        paymentsFrozenUntil = user.paymentsFrozenUntil.flatMap { $0 > now ? $0.nanoseconds : nil }
        self.balances = balances
    }
}
