import PayCore
import PayLedger

/// Checks the ledger's invariants over what is stored, batch by batch. It shares no code with the ledger that made it but the hash of
/// the chain and the names of holds.
///
/// Each batch is read out of one snapshot from ``position`` on, and the ledger may go on between two of them. What is compared with each
/// other always comes out of one snapshot: an order with its transactions, its callback and its returns; a balance with all postings up
/// to the head of the chain at that moment. An order or account that comes into being behind the position is left to the next proof.
///
/// Memory grows with the number of accounts, by a few words for each, and with nothing else.
package struct LedgerProver: Sendable {
    /// What an account must hold by all that was taken.
    struct Standing: Sendable {
        var total: Int128 = 0
        var frozen: Int128 = 0
        /// What is frozen by the open holds that were taken, as far as the chain has changed them since.
        var held: Int128 = 0
        /// Whether its balance was compared, or is left to the next proof.
        var isDone = false
    }

    /// Up to where the chain of one shard was taken.
    struct Chain: Sendable {
        var lastSequence: Int64
        var lastTime: Timestamp?
        var head = LedgerChain.origin

        init(_ shard: LedgerShard) { lastSequence = shard.origin }
    }

    /// How many rows were taken.
    package struct Progress: Hashable, Sendable {
        package var transactions = 0
        package var orders = 0
        package var accounts = 0

        package init() {}
    }

    package private(set) var position = ProofPosition()
    package private(set) var progress = Progress()
    package internal(set) var breaks = LedgerBreaks()
    private var end: ProofBatch.End?

    var accounts: [AccountKey: Standing] = [:]
    /// Per coin, over all accounts and over all but issuance. All sums are modulo 2^128, so that no stored amount can overflow them.
    var coins: [CoinID: (all: Int128, issued: Int128)] = [:]
    var chains: [LedgerShard: Chain] = [:]
    /// The last order of those that one shard can have numbered, by the remainder of their numbers.
    var lastOrders: [Int64: Order] = [:]

    package init() {}

    /// Whether all was taken, or the rest cannot be read.
    package var isFinished: Bool { end != nil }

    /// Takes the batch that was read from ``position`` on.
    package mutating func take(_ batch: ProofBatch) {
        for row in batch.unreadable { takeUnreadable(row) }
        // They change what was taken of the holds and accounts before this batch.
        for transaction in batch.transactions { take(transaction) }
        for order in batch.orders { take(order) }
        for hold in batch.holds { accounts[hold.account, default: Standing()].held &+= hold.volume.units }
        for (account, balance) in batch.balances { take(balance, of: account) }
        progress.transactions += batch.transactions.count
        progress.orders += batch.orders.count
        progress.accounts += batch.balances.count
        position = batch.position
        end = batch.end
        if case .complete = batch.end { checkMissingAccounts() }
    }

    /// A row whose amounts, or other fields, cannot be read: its name and why.
    package mutating func takeUnreadable(_ row: String) { breaks.record(.amountsAreCanonical, row) }

    /// The proof over everything that was taken.
    package mutating func finish() -> LedgerProof {
        for (coin, sum) in coins where sum.all != 0 { breaks.record(.coinsSumToZero, "coin \(coin) sums to \(sum.all)") }
        let sums = coins.sorted { $0.key < $1.key }.map { coin, sum in
            LedgerProof.CoinSum(coin: coin, sum: Amount(units: sum.all) ?? .zero, issued: Amount(units: sum.issued) ?? .zero)
        }
        return LedgerProof(
            checks: breaks.checks, coins: sums,
            transactions: chains.reduce(0) { $0 &+ ($1.value.lastSequence &- $1.key.origin) },
            chainHead: LedgerChain.head(over: chains.mapValues(\.head))
        )
    }
}
