/// What must hold of the ledger at every moment, in the words that an operator reads.
package enum LedgerInvariant: String, CaseIterable, Sendable {
    case transactionsSumToZero = "I1 the postings of each transaction sum to zero in each coin"
    case coinsSumToZero = "I2 all balances of a coin sum to zero, issuance included"
    case balancesAreTheirPostings = "I3 each balance is the sum of its postings"
    case frozenWithinTotal = "I4 0 <= frozen <= total for users and app managers"
    case frozenIsHeld = "I5 what is frozen is what open holds have frozen"
    case chainIsWhole = "I7 each chain of transactions has no gap and each hash follows from the one before"
    case amountsAreCanonical = "I8 every stored amount is an integer that prints as it is stored"
    case sidesDiffer = "I9 payer and payee differ"
    case grossIsNetAndCut = "I10 what a payment takes is what arrives and the cut"
    case tradeNumbersAreUnique = "I11 each trade_no is used once by an app"
    case settledOnce = "I12 an order has succeeded if and only if exactly one transaction settles it"
    case timesAreInOrder = "I14 arrive_time is set if and only if the order has succeeded, and is not before create_time"
    case numbersIncrease = "I15 the order numbers of each shard increase with time"
    case returnsWithinPayment = "I16 what is given back of a payment is on record and at most its volume, and goes where it came from"
    case callbackForEachSuccess = "I27 each order that succeeded has one callback, and no other order has one"
}

/// The rows that break invariants, in words: at most ``LedgerProof/maximumBreaks`` of each, none of them twice.
package struct LedgerBreaks: Sendable {
    private var rows: [LedgerInvariant: [String]] = [:]

    package init() {}

    package var isEmpty: Bool { rows.isEmpty }
    package var count: Int { rows.values.reduce(0) { $0 + $1.count } }

    /// - Returns: whether it was new, and there was room for it.
    @discardableResult
    package mutating func record(_ invariant: LedgerInvariant, _ row: String) -> Bool {
        let known = rows[invariant] ?? []
        guard known.count < LedgerProof.maximumBreaks, !known.contains(row) else { return false }
        rows[invariant] = known + [row]
        return true
    }

    /// Takes over what `other` has.
    ///
    /// - Returns: those that were new.
    package mutating func record(_ other: LedgerBreaks) -> [(invariant: LedgerInvariant, row: String)] {
        var new: [(invariant: LedgerInvariant, row: String)] = []
        for invariant in LedgerInvariant.allCases {
            for row in other.rows[invariant] ?? [] where record(invariant, row) { new.append((invariant, row)) }
        }
        return new
    }

    /// Every invariant with the rows that break it.
    package var checks: [LedgerProof.Check] {
        LedgerInvariant.allCases.map { LedgerProof.Check(name: $0.rawValue, breaks: rows[$0] ?? []) }
    }
}
