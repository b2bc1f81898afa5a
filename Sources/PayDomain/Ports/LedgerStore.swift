import PayCore
import PayLedger

/// A decided batch on its way into the store.
package struct LedgerWrite: Sendable {
    package let changes: LedgerChanges
    /// The hash of the shard's chain at each of `changes.transactions`: 32 bytes each.
    package let hashes: [[UInt8]]
    /// When it was decided, by the platform's clock. The ledger's own time may be later, since it never goes back.
    package let time: Timestamp

    package init(changes: LedgerChanges, hashes: [[UInt8]], time: Timestamp) {
        self.changes = changes
        self.hashes = hashes
        self.time = time
    }
}

/// Where the ledger is kept.
package protocol LedgerStore: Sendable {
    /// Runs one batch as one transaction: reads all that `needs` names, lets `decide` work on it, writes what `decide` returns.
    ///
    /// Returns after the transaction is durable. `decide` is pure and may be run again: after a serialization failure, and when it says that
    /// an account must be whole. When `decide` changes nothing, nothing is written. It sees a directory that is as new as every change
    /// which was acknowledged before the transaction began, on whichever node.
    ///
    /// What `decide` is shown stays as it is until the commit. That holds for the users too, although nothing is written to them: a change
    /// of a user is made before the batch has read the user, or after it has committed.
    ///
    /// - Parameters:
    ///   - needs: is asked for anew whenever `decide` is run again, since the directory that it comes from may have changed.
    ///   - decide: gets the state and the head of the batch's chain (32 bytes; zeros before its first transaction).
    /// - Throws: an error before the commit, and then nothing has changed. An error of the commit itself leaves open whether it
    ///   happened: a store of one process then stops it, and the truth is read at the next start; a store of several reads the truth back
    ///   before it returns, and says that the outcome is unknown only if it cannot.
    func commit<Result: Sendable>(
        _ needs: @Sendable @autoclosure @escaping () throws -> LedgerNeeds,
        deciding decide: @Sendable @escaping (LedgerState, [UInt8]) -> (LedgerWrite, Result)
    ) async throws -> Result

    /// The balance, or `nil` if the account was never touched.
    func balance(of account: AccountKey) async throws -> Balance?

    /// The balances of every coin that the user has ever held in the book.
    func balances(of user: UserID, in book: Book) async throws -> [CoinID: Balance]

    /// Proves the whole ledger out of one snapshot, and that the store itself is undamaged.
    func proveLedger() async throws -> LedgerProof

    /// Reads the next part of a proof, out of a snapshot that is let go before it returns.
    ///
    /// - Parameter rows: at most so many transactions, orders, holds and balances together. A transaction comes with its postings.
    /// - Throws: errors of the store, but not those that say that it is damaged: they are part of the proof.
    func proofBatch(from position: ProofPosition, rows: Int) async throws -> ProofBatch
}

/// Reads orders and applications. Every read sees all that was acknowledged before it began.
package protocol OrderStore: Sendable {
    func order(_ key: OrderKey) async throws -> Order?
    func order(_ id: OrderID) async throws -> Order?

    /// How much of a paid order was given back, or `nil` if nothing was.
    func returnedVolume(of order: OrderID) async throws -> Amount?

    /// One page, newest first, and the count of the whole filter, out of one snapshot.
    func orders(matching filter: OrderFilter, offset: Int64, limit: Int) async throws -> OrderPage

    /// Orders that wait for an operator, oldest first, at most `limit`.
    func ordersUnderReview(limit: Int) async throws -> [Order]

    func application(codeHash: [UInt8]) async throws -> PaymentApplication?
}

/// Which orders a history asks for. `nil` filters nothing.
package struct OrderFilter: Hashable, Sendable {
    package let app: AppID
    package var coin: CoinID?
    package var user: UserID?
    package var direction: Direction?
    package var type: OrderType?
    /// Inclusive.
    package var start: Timestamp?
    /// Exclusive.
    package var end: Timestamp?

    package init(app: AppID) { self.app = app }
}

package struct OrderPage: Sendable {
    package let total: Int64
    package let orders: [Order]

    package init(total: Int64, orders: [Order]) {
        self.total = total
        self.orders = orders
    }
}
