import PayCore

/// What names a user's cap on an app in a coin.
package struct SpendingKey: Hashable, Sendable {
    package let user: UserID
    package let app: AppID
    package let coin: CoinID

    package init(user: UserID, app: AppID, coin: CoinID) {
        self.user = user
        self.app = app
        self.coin = coin
    }
}

/// What an app takes out of a user's open account without asking, in one coin: how much it has taken, and how much it may.
///
/// A store keeps one once the user has set a cap, and counts in it from then on; what was taken before on that day it sums up out of the
/// orders when it makes it. Without one nothing is counted. A day's count is the sum of the volumes of the payments whose `create_time`
/// lies on it, to the unit: what is given back of them stays counted.
package struct Spending: Hashable, Sendable {
    /// The most that may be taken in a day (UTC); `nil` if the user has taken the cap back.
    package let cap: Amount?
    /// The day (``PayCore/Timestamp/day``) of the last payment that was counted. No payment is made on an earlier one.
    package let day: Int64
    /// What was taken on that day.
    package let taken: Amount

    package init(cap: Amount?, day: Int64, taken: Amount) {
        self.cap = cap
        self.day = day
        self.taken = taken
    }

    /// What counts against the cap when somebody pays on `day`.
    package func taken(on day: Int64) -> Amount { self.day < day ? .zero : taken }
}

extension Ledger {
    /// What is counted of an app's payments out of a user's open account with one more of them; `nil` if nothing is.
    ///
    /// - Throws: `spendingCap`; `amountTooLarge`.
    func spending(with pay: LedgerCommand.PayApp) throws(LedgerRefusal) -> Spending? {
        guard let before = state.spending[pay.spendingKey] else { return nil }
        let day = max(before.day, nextTime().day)
        guard let taken = before.taken(on: day).adding(pay.volume) else { throw .amountTooLarge }
        if let cap = before.cap, taken > cap { throw .spendingCap }
        return Spending(cap: before.cap, day: day, taken: taken)
    }
}

extension LedgerCommand.PayApp {
    package var spendingKey: SpendingKey { SpendingKey(user: user, app: key.app, coin: coin) }
}
