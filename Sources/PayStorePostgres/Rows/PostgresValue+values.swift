import PayCore
import PayLedger

/// The platform's own values on their way into a statement.
extension PostgresValue {
    static func integer(_ number: Int) -> PostgresValue { .int64(Int64(number)) }
    static func time(_ time: Timestamp?) -> PostgresValue { time.map { .timestamp($0) } ?? .null }
    static func amount(_ amount: Amount?) -> PostgresValue { amount.map { .numeric($0.units) } ?? .null }
    static func text(_ text: String?) -> PostgresValue { text.map { .text($0) } ?? .null }
    static func app(_ app: AppID) -> PostgresValue { .text(app.text) }
    static func user(_ user: UserID) -> PostgresValue { .int64(user.number) }
    static func coin(_ coin: CoinID) -> PostgresValue { .integer(coin.number) }
    static func scopes(_ scopes: ScopeSet) -> PostgresValue { .int64(scopes.bits) }
    static func order(_ order: OrderID) -> PostgresValue { .int64(order.number) }

    static func integers(_ numbers: some Sequence<Int>) -> PostgresValue { .int64s(numbers.map { Int64($0) }) }
    static func apps(_ apps: some Sequence<AppID>) -> PostgresValue { .texts(apps.map(\.text)) }
    static func users(_ users: some Sequence<UserID>) -> PostgresValue { .int64s(users.map(\.number)) }
    static func coins(_ coins: some Sequence<CoinID>) -> PostgresValue { .int64s(coins.map { Int64($0.number) }) }
    static func orders(_ orders: some Sequence<OrderID>) -> PostgresValue { .int64s(orders.map(\.number)) }
    static func amounts(_ amounts: some Sequence<Amount>) -> PostgresValue { .numerics(amounts.map(\.units)) }
}

extension [PostgresValue] {
    /// The three columns that name accounts, each as an array.
    static func accounts(_ accounts: [AccountKey]) -> [PostgresValue] {
        [.int64s(accounts.map(\.owner.number)), .integers(accounts.map(\.book.rawValue)), .coins(accounts.map(\.coin))]
    }
}
