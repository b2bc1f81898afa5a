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

/// An order as it was read back, with what the rest of the same snapshot says about it.
package struct StoredOrder: Sendable {
    package let order: Order
    /// How many transactions settle it.
    package let settlements: Int
    /// How many callbacks are kept for it.
    package let callbacks: Int
    /// How many orders bear its key, itself included.
    package let namesakes: Int
    /// How much of it is on record as given back.
    package let returned: Amount
    /// What its returns add up to, modulo 2^128.
    package let sumOfReturns: Int128
    /// The order that it gives back a part of; `nil` if it is no return, and if there is no such order.
    package let original: Order?

    package init(
        order: Order, settlements: Int, callbacks: Int, namesakes: Int, returned: Amount, sumOfReturns: Int128, original: Order?
    ) {
        self.order = order
        self.settlements = settlements
        self.callbacks = callbacks
        self.namesakes = namesakes
        self.returned = returned
        self.sumOfReturns = sumOfReturns
        self.original = original
    }
}

/// Up to where a proof has read.
package struct ProofPosition: Sendable {
    /// The columns of an account's key as they are stored.
    package struct Account: Sendable {
        package let owner: Int64
        package let book: Int64
        package let coin: Int64

        package init(owner: Int64, book: Int64, coin: Int64) {
            self.owner = owner
            self.book = book
            self.coin = coin
        }
    }

    /// The last transaction's number in each shard, by its index.
    package var transactions = LedgerShard.all.map { $0 == .first ? Int64.min : $0.origin }
    /// The last order's number.
    package var order = Int64.min
    /// Where the holds go on, in the order of their references' bytes; `nil` after the last one.
    package var nextHold: [UInt8]? = []
    package var account = Account(owner: .min, book: .min, coin: .min)

    package init() {}

    /// Whether the hold would have been read by now, if it was there.
    func isPast(_ hold: LedgerReference) -> Bool {
        guard let nextHold else { return true }
        return hold.text.utf8.lexicographicallyPrecedes(nextHold)
    }

    /// Whether the account would have been read by now, if it was there.
    func isPast(_ key: AccountKey) -> Bool {
        (key.owner.number, Int64(key.book.rawValue), Int64(key.coin.number)) <= (account.owner, account.book, account.coin)
    }
}

/// The next rows of a proof, all out of one snapshot.
///
/// Orders are in it only if the transactions are read up to the head of every chain, holds only if the orders are at their end too, and balances
/// only if the holds are. So a balance is never compared with the postings of another moment.
package struct ProofBatch: Sendable {
    package enum End: Sendable {
        /// Every balance is read.
        case complete
        /// The file is damaged, and what comes next cannot be read.
        case damaged
    }

    /// The next ones of the chains, each chain's in its order.
    package var transactions: [StoredTransaction] = []
    /// In ascending order of their numbers.
    package var orders: [StoredOrder] = []
    /// Those that are open.
    package var holds: [LedgerCommand.Hold] = []
    package var balances: [(account: AccountKey, balance: Balance)] = []
    /// Rows whose amounts, or other fields, cannot be read, or which belong to nothing: their names and why.
    package var unreadable: [String] = []
    /// Where to go on.
    package var position: ProofPosition
    /// `nil` if there is more to read.
    package var end: End?

    package init(from position: ProofPosition) { self.position = position }
}
