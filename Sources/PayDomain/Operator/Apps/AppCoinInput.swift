import PayCore
import PayLedger

/// The limits of an app in one coin, as an operator writes them.
package struct AppCoinInput: Hashable, Codable, Sendable {
    package let coinCode: String
    /// The most that the app may pay out in a day (UTC), as a decimal text; `"none"` for no limit, `nil` to leave it as it is.
    package let dailyLimit: String?
    /// Pay-outs above this wait for an operator; as above.
    package let reviewAbove: String?

    package init(coinCode: String, dailyLimit: String? = nil, reviewAbove: String? = nil) {
        self.coinCode = coinCode
        self.dailyLimit = dailyLimit
        self.reviewAbove = reviewAbove
    }

    /// The terms after this has been written over the earlier ones.
    func terms(over earlier: AppStanding.CoinTerms?, of coin: Coin) throws(OperatorRefusal) -> AppStanding.CoinTerms {
        AppStanding.CoinTerms(
            dailyLimit: try Self.limit(dailyLimit, over: earlier?.dailyLimit, of: coin, field: "daily_limit"),
            reviewAbove: try Self.limit(reviewAbove, over: earlier?.reviewAbove, of: coin, field: "review_above")
        )
    }

    /// 0 is a limit too: nothing may be paid out, or everything waits.
    private static func limit(
        _ text: String?, over earlier: Amount?, of coin: Coin, field: String
    ) throws(OperatorRefusal) -> Amount? {
        guard let text else { return earlier }
        guard text != OperatorInput.none else { return nil }
        do {
            return try Amount(text, scale: coin.scale)
        } catch {
            throw .wrong(field, "\(error), or none; it is \(quoted(text)), in \(coin.code)")
        }
    }
}
