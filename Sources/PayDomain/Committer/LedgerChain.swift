import Crypto
import PayLedger

/// The SHA-256 chain over the ledger's transactions: each hash covers the one before it and the transaction's canonical bytes, so that
/// no past transaction can be changed, removed or put in between unnoticed.
package enum LedgerChain {
    /// The head before the first transaction.
    package static let origin = [UInt8](repeating: 0, count: 32)

    /// The head after `transaction`, given the head before it.
    package static func head(after transaction: LedgerTransaction, from previous: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: previous)
        hash.update(data: transaction.canonicalBytes)
        return Array(hash.finalize())
    }
}
