import PayCore
import PayLedger

/// A transaction as it was read back, with the hash that was stored beside it.
package struct StoredTransaction: Sendable {
    package let transaction: LedgerTransaction
    package let hash: [UInt8]

    package init(transaction: LedgerTransaction, hash: [UInt8]) {
        self.transaction = transaction
        self.hash = hash
    }
}

/// An order as it was read back, with what the rest of the store says about it.
package struct StoredOrder: Sendable {
    package let order: Order
    /// How many callbacks are kept for it.
    package let callbacks: Int
    /// How much of it is on record as given back.
    package let returned: Amount

    package init(order: Order, callbacks: Int, returned: Amount) {
        self.order = order
        self.callbacks = callbacks
        self.returned = returned
    }
}

/// Checks the ledger's invariants over a stream of what is stored. It shares no code with the ledger that made it
/// but the hash of the chain.
///
/// Feed it everything out of one snapshot: all transactions in the order of the chain, then all orders, balances and open holds in any
/// order; then ``finish()``. Memory grows with the number of accounts and of settled orders, by a few words for each.
package struct LedgerProver: Sendable {
    private enum Invariant: String, CaseIterable {
        case transactionsSumToZero = "I1 the postings of each transaction sum to zero in each coin"
        case coinsSumToZero = "I2 all balances of a coin sum to zero, issuance included"
        case balancesAreTheirPostings = "I3 each balance is the sum of its postings"
        case frozenWithinTotal = "I4 0 <= frozen <= total for users and app managers"
        case frozenIsHeld = "I5 what is frozen is what open holds have frozen"
        case chainIsWhole = "I7 the chain of transactions has no gap and each hash follows from the one before"
        case amountsAreCanonical = "I8 every stored amount is an integer that prints as it is stored"
        case sidesDiffer = "I9 payer and payee differ"
        case grossIsNetAndCut = "I10 what a payment takes is what arrives and the cut"
        case tradeNumbersAreUnique = "I11 each trade_no is used once by an app"
        case settledOnce = "I12 an order has succeeded if and only if exactly one transaction settles it"
        case timesAreInOrder = "I14 arrive_time is set if and only if the order has succeeded, and is not before create_time"
        case numbersIncrease = "I15 order numbers increase with time"
        case returnsWithinPayment = "I16 what is given back of a payment is on record and at most its volume, and goes where it came from"
        case callbackForEachSuccess = "I27 each order that succeeded has one callback, and no other order has one"
    }

    private var breaks: [Invariant: [String]] = [:]
    private var totals: [AccountKey: Int128] = [:]
    private var frozen: [AccountKey: Int128] = [:]
    private var held: [AccountKey: Int128] = [:]
    private var balances: [AccountKey: Balance] = [:]
    private var settlements: [OrderID: Int] = [:]
    /// Orders of which something was given back, with what their returns add up to.
    private var returned: [OrderID: (original: StoredOrder, sum: Int128)] = [:]
    private var lastSequence: Int64 = 0
    private var lastTransactionTime: Timestamp?
    private var head = LedgerChain.origin

    package init() {}

    /// The next transaction of the chain.
    package mutating func take(_ stored: StoredTransaction) {
        let transaction = stored.transaction
        let name = "transaction \(transaction.sequence)"
        if transaction.sequence != lastSequence + 1 { record(.chainIsWhole, "\(name) follows \(lastSequence)") }
        lastSequence = transaction.sequence
        head = LedgerChain.head(after: transaction, from: head)
        if head != stored.hash {
            record(.chainIsWhole, "\(name) does not have the hash that is stored with it")
            head = stored.hash
        }
        if let last = lastTransactionTime, transaction.time <= last { record(.chainIsWhole, "\(name) is not later than the one before") }
        lastTransactionTime = transaction.time

        var sums: [CoinID: Int128] = [:]
        for posting in transaction.postings {
            sums[posting.account.coin, default: 0] += posting.delta.units
            totals[posting.account, default: 0] += posting.delta.units
            frozen[posting.account, default: 0] += posting.frozenDelta.units
        }
        for (coin, sum) in sums where sum != 0 { record(.transactionsSumToZero, "\(name) sums to \(sum) in coin \(coin)") }
        if let order = transaction.order { check(transaction, of: order, named: name) }
    }

    private mutating func check(_ transaction: LedgerTransaction, of order: Order, named name: String) {
        guard transaction.kind.settlesOrder else { return }
        settlements[order.id, default: 0] += 1
        var payer: Int128 = 0
        var payee: Int128 = 0
        var cut: Int128 = 0
        for posting in transaction.postings {
            let delta = posting.delta.units
            if case .commission = posting.account.owner { cut += delta } else if delta < 0 { payer -= delta } else { payee += delta }
        }
        let owners = Set(transaction.postings.map(\.account.owner))
        if owners.count != transaction.postings.count { record(.sidesDiffer, "\(name) names one account twice") }
        if payer != order.volume.units || cut != order.cut.units || payee != payer - cut || cut < 0 {
            record(.grossIsNetAndCut, "\(name) takes \(payer), pays \(payee) and keeps \(cut) for order \(order.id)")
        }
        if order.arriveTime != transaction.time { record(.timesAreInOrder, "order \(order.id) did not arrive when \(name) was made") }
    }

    /// An order. Orders must come in ascending order of their numbers.
    package mutating func take(_ stored: StoredOrder, after previous: Order?) {
        let order = stored.order
        let settled = settlements.removeValue(forKey: order.id) ?? 0
        let succeeded = order.status == .succeeded
        if settled != (succeeded ? 1 : 0) {
            record(.settledOnce, "order \(order.id) has status \(order.status.rawValue) and \(settled) settling transactions")
        }
        if (order.arriveTime != nil) != succeeded || order.arriveTime.map({ $0 < order.createTime }) ?? false {
            record(.timesAreInOrder, "order \(order.id)")
        }
        if stored.callbacks != (succeeded ? 1 : 0) {
            record(.callbackForEachSuccess, "order \(order.id) has status \(order.status.rawValue) and \(stored.callbacks) callbacks")
        }
        if let previous, previous.id >= order.id || previous.createTime >= order.createTime {
            record(.numbersIncrease, "order \(order.id) does not follow \(previous.id)")
        }
        checkReturns(stored)
        if order.cut.isNegative || !order.volume.isPositive || order.cut >= order.volume {
            record(.grossIsNetAndCut, "order \(order.id) has volume \(order.volume.unitsText) and cut \(order.cut.unitsText)")
        }
    }

    /// A return comes after its original, since its number is higher.
    private mutating func checkReturns(_ stored: StoredOrder) {
        let order = stored.order
        if stored.returned.isPositive { returned[order.id] = (stored, 0) }
        guard let id = order.original else { return }
        guard let original = returned[id]?.original.order, original.direction == .userToApp, original.status == .succeeded,
            order.direction == .appToUser, order.key.app == original.key.app, order.user == original.user, order.coin == original.coin,
            order.type == original.type
        else { return record(.returnsWithinPayment, "order \(order.id) gives back \(id), which is no such payment") }
        returned[id]?.sum += order.volume.units
    }

    /// The stored balance of an account.
    package mutating func take(_ balance: Balance, of account: AccountKey) { balances[account] = balance }

    /// A hold that is open.
    package mutating func take(_ hold: LedgerCommand.Hold) { held[hold.account, default: 0] += hold.volume.units }

    /// A row whose amounts, or other fields, cannot be read: its name and why.
    package mutating func takeUnreadable(_ row: String) { record(.amountsAreCanonical, row) }

    /// A `trade_no` that an app has used more than once.
    package mutating func takeRepeated(_ key: OrderKey) { record(.tradeNumbersAreUnique, "app \(key.app), trade_no \(key.tradeNo)") }

    /// The proof over everything that was taken.
    package mutating func finish() -> LedgerProof {
        for (order, count) in settlements { record(.settledOnce, "\(count) transactions settle order \(order), which does not exist") }
        for (id, (original, sum)) in returned where sum != original.returned.units || sum > original.order.volume.units {
            record(.returnsWithinPayment, "the returns of order \(id) are \(sum), on record are \(original.returned.unitsText)")
        }
        for account in Set(balances.keys).union(totals.keys).sorted() { check(account) }
        // The sums record breaks of their own, so they come before the breaks are listed.
        let coins = coinSums()
        return LedgerProof(
            checks: Invariant.allCases.map { LedgerProof.Check(name: $0.rawValue, breaks: breaks[$0] ?? []) },
            coins: coins,
            transactions: lastSequence,
            chainHead: head
        )
    }

    private mutating func check(_ account: AccountKey) {
        let name = "account \(account.owner.number)/\(account.book.name)/\(account.coin)"
        let balance = balances[account] ?? .zero
        if balance.total.units != totals[account] ?? 0 || balance.frozen.units != frozen[account] ?? 0 {
            record(.balancesAreTheirPostings, "\(name) holds \(balance.total.unitsText), its postings say \(totals[account] ?? 0)")
        }
        if balance.frozen.units != held[account] ?? 0 {
            record(.frozenIsHeld, "\(name) has \(balance.frozen.unitsText) frozen, its open holds say \(held[account] ?? 0)")
        }
        if account.owner != .issuance, balance.frozen.isNegative || balance.frozen > balance.total {
            record(.frozenWithinTotal, "\(name) has \(balance.frozen.unitsText) frozen of \(balance.total.unitsText)")
        }
    }

    private mutating func coinSums() -> [LedgerProof.CoinSum] {
        var sums: [CoinID: (all: Int128, issued: Int128)] = [:]
        for (account, balance) in balances {
            sums[account.coin, default: (0, 0)].all += balance.total.units
            if account.owner != .issuance { sums[account.coin, default: (0, 0)].issued += balance.total.units }
        }
        for (coin, sum) in sums where sum.all != 0 { record(.coinsSumToZero, "coin \(coin) sums to \(sum.all)") }
        return sums.sorted { $0.key < $1.key }.map { coin, sum in
            LedgerProof.CoinSum(
                coin: coin, sum: Amount(units: sum.all) ?? .zero, issued: Amount(units: sum.issued) ?? .zero
            )
        }
    }

    private mutating func record(_ invariant: Invariant, _ row: String) {
        guard breaks[invariant, default: []].count < LedgerProof.maximumBreaks else { return }
        breaks[invariant, default: []].append(row)
    }
}
