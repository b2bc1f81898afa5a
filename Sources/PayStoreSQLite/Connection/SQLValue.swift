import PayCore
import PayLedger

/// A value on its way into a statement.
enum SQLValue {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])

    static func integer(_ number: Int) -> SQLValue { .integer(Int64(number)) }
    static func flag(_ flag: Bool) -> SQLValue { .integer(flag ? 1 : 0) }
    static func time(_ time: Timestamp) -> SQLValue { .integer(time.nanoseconds) }
    static func time(_ time: Timestamp?) -> SQLValue { time.map { .integer($0.nanoseconds) } ?? .null }
    static func amount(_ amount: Amount) -> SQLValue { .text(amount.unitsText) }
    static func amount(_ amount: Amount?) -> SQLValue { amount.map { .text($0.unitsText) } ?? .null }
    static func text(_ text: String?) -> SQLValue { text.map { .text($0) } ?? .null }
    static func app(_ app: AppID) -> SQLValue { .text(app.text) }
    static func user(_ user: UserID) -> SQLValue { .integer(user.number) }
    static func user(_ user: UserID?) -> SQLValue { user.map { .integer($0.number) } ?? .null }
    static func coin(_ coin: CoinID) -> SQLValue { .integer(Int64(coin.number)) }
    static func order(_ order: OrderID) -> SQLValue { .integer(order.number) }
}

extension [SQLValue] {
    /// The three columns that name an account.
    static func account(_ account: AccountKey) -> [SQLValue] {
        [.integer(account.owner.number), .integer(account.book.rawValue), .coin(account.coin)]
    }
}
