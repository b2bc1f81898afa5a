import PayCore
import PayLedger

/// What a user lets an app take out of the open account in a day without asking, in one coin.
package struct SpendingCap: Hashable, Sendable {
    package let app: AppID
    package let coin: CoinID
    package let cap: Amount
    private let spending: Spending

    /// - Returns: `nil` if there is no cap.
    package init?(app: AppID, coin: CoinID, _ spending: Spending) {
        guard let cap = spending.cap else { return nil }
        self.app = app
        self.coin = coin
        self.cap = cap
        self.spending = spending
    }

    /// What counts against the cap at `time`: the payments of that day (UTC), whatever was given back of them since.
    package func taken(at time: Timestamp) -> Amount { spending.taken(on: time.day) }
}
