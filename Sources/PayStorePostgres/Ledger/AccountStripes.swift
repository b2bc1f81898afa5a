import PayCore
import PayLedger

/// The stripes of one account that a batch has locked, with what they hold.
///
/// A batch that only adds to an account on which many payments meet, or takes what one stripe can cover, locks the stripe of its shard and
/// no other. One that needs more has locked all of them, and spreads what is left evenly, so that the next ones find enough on theirs again.
struct AccountStripes: Equatable, Sendable {
    enum Lock: Equatable, Sendable {
        /// One stripe.
        case part(Int)
        /// All that there are.
        ///
        /// - Parameter spreadTo: the batch's own stripe, if a part was tried first and was not enough.
        case whole(spreadTo: Int?)
    }

    let lock: Lock
    /// By number.
    private(set) var stripes: [Int: Balance] = [:]

    init(_ lock: Lock) { self.lock = lock }

    mutating func add(_ balance: Balance, at stripe: Int) { stripes[stripe] = balance }

    /// What they hold together.
    ///
    /// - Returns: `nil` if there is none.
    var balance: Balance? {
        guard !stripes.isEmpty else { return nil }
        return stripes.values.reduce(Balance.zero) { sum, stripe in
            Balance(
                total: Self.amount(sum.total.units + stripe.total.units), frozen: Self.amount(sum.frozen.units + stripe.frozen.units)
            )
        }
    }

    /// What each stripe is to hold, so that together they hold `balance`: those that change, or are new.
    func split(_ balance: Balance) -> [Int: Balance] {
        let numbers = numbersAfterwards
        guard numbers.count > 1 else { return [numbers[0]: balance] }
        let (share, rest) = balance.available.units.quotientAndRemainder(dividingBy: Int128(numbers.count))
        var split: [Int: Balance] = [:]
        for number in numbers { split[number] = Balance(total: Self.amount(share), frozen: .zero) }
        // What is frozen stays in one place, with what does not divide.
        split[numbers[0]] = Balance(total: Self.amount(share + rest + balance.frozen.units), frozen: balance.frozen)
        return split.filter { stripes[$0.key] != $0.value }
    }

    /// In ascending order; at least one.
    private var numbersAfterwards: [Int] {
        switch lock {
        case .part(let stripe): [stripe]
        case .whole(let own): Set(stripes.keys).union(own.map { [$0] } ?? (stripes.isEmpty ? [0] : [])).sorted()
        }
    }

    /// What was issued of a coin bounds every sum of its balances.
    private static func amount(_ units: Int128) -> Amount {
        guard let amount = Amount(units: units) else { preconditionFailure("the stripes of an account hold more than was ever issued") }
        return amount
    }
}
