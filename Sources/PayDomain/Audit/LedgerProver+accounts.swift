import PayCore
import PayLedger

extension LedgerProver {
    /// The stored balance of an account, out of a snapshot whose postings and holds were all taken.
    mutating func take(_ balance: Balance, of account: AccountKey) {
        var standing = accounts[account] ?? Standing()
        compare(balance, of: account, with: standing)
        // The coin's sum over the balances is its sum over the postings, corrected by what each balance differs from its own.
        add(balance.total.units &- standing.total, to: account)
        standing.isDone = true
        accounts[account] = standing
    }

    /// Looks for accounts that have postings or holds and no balance.
    mutating func checkMissingAccounts() {
        for account in accounts.filter({ !$0.value.isDone }).keys.sorted() {
            takeUnreadable("\(account.name) does not exist, and postings or holds belong to it")
            take(.zero, of: account)
        }
    }

    private mutating func compare(_ balance: Balance, of account: AccountKey, with standing: Standing) {
        if balance.total.units != standing.total || balance.frozen.units != standing.frozen {
            breaks.record(
                .balancesAreTheirPostings,
                "\(account.name) holds \(balance.total.unitsText) with \(balance.frozen.unitsText) frozen, "
                    + "its postings say \(standing.total) with \(standing.frozen)"
            )
        }
        if balance.frozen.units != standing.held {
            breaks.record(.frozenIsHeld, "\(account.name) has \(balance.frozen.unitsText) frozen, its open holds say \(standing.held)")
        }
        if account.owner != .issuance, balance.frozen.isNegative || balance.frozen > balance.total {
            breaks.record(
                .frozenWithinTotal, "\(account.name) has \(balance.frozen.unitsText) frozen of \(balance.total.unitsText)"
            )
        }
    }
}

extension AccountKey {
    fileprivate var name: String { "account \(owner.number)/\(book.name)/\(coin)" }
}
