import PayCore
import PayLedger

/// The outcome of checking every invariant over the whole ledger.
package struct LedgerProof: Sendable {
    /// One invariant, and the rows that break it in words.
    package struct Check: Sendable {
        package let name: String
        /// At most ``maximumBreaks``.
        package let breaks: [String]

        package var holds: Bool { breaks.isEmpty }

        package init(name: String, breaks: [String]) {
            self.name = name
            self.breaks = breaks
        }
    }

    /// What is in circulation of one coin.
    package struct CoinSum: Hashable, Sendable {
        package let coin: CoinID
        /// The sum over every account, issuance and commission included: zero, or the ledger is broken.
        package let sum: Amount
        /// What users, app managers and commission hold together: what was issued.
        package let issued: Amount

        package init(coin: CoinID, sum: Amount, issued: Amount) {
            self.coin = coin
            self.sum = sum
            self.issued = issued
        }
    }

    package static let maximumBreaks = 20

    package let checks: [Check]
    package let coins: [CoinSum]
    /// How many transactions the chains have together.
    package let transactions: Int64
    /// What stands for the last hashes of all chains, see ``LedgerChain/head(over:)``: 32 bytes.
    package let chainHead: [UInt8]

    package init(checks: [Check], coins: [CoinSum], transactions: Int64, chainHead: [UInt8]) {
        self.checks = checks
        self.coins = coins
        self.transactions = transactions
        self.chainHead = chainHead
    }

    package var holds: Bool { checks.allSatisfy(\.holds) }
}
