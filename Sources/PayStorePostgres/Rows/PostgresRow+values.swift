import PayCore
import PayLedger

/// The platform's own values, each read from the column that it is stored in.
extension PostgresRow {
    func integer(_ column: Int) throws(PostgresError) -> Int { try valid(Int(exactly: int64(column)), column) }
    func amount(_ column: Int) throws(PostgresError) -> Amount { try valid(Amount(units: numeric(column)), column) }
    func app(_ column: Int) throws(PostgresError) -> AppID { try valid(AppID(text(column)), column) }
    func tradeNo(_ column: Int) throws(PostgresError) -> TradeNo { try valid(TradeNo(text(column)), column) }
    func user(_ column: Int) throws(PostgresError) -> UserID { try valid(UserID(int64(column)), column) }
    func coin(_ column: Int) throws(PostgresError) -> CoinID { try valid(CoinID(integer(column)), column) }
    func scopes(_ column: Int) throws(PostgresError) -> ScopeSet { ScopeSet(bits: try int64(column)) }
    func order(_ column: Int) throws(PostgresError) -> OrderID { OrderID(try int64(column)) }

    /// The account that the three columns from `column` on name.
    func account(_ column: Int) throws(PostgresError) -> AccountKey {
        AccountKey(
            owner: try valid(AccountOwner(number: int64(column)), column), book: try valid(Book(rawValue: integer(column + 1)), column + 1),
            coin: try coin(column + 2)
        )
    }

    /// - Throws: ``PostgresError/unreadable(column:_:)`` if `value` is `nil`: the column holds what this program never writes.
    func valid<Value>(_ value: Value?, _ column: Int) throws(PostgresError) -> Value {
        guard let value else { throw unreadable(column) }
        return value
    }
}
