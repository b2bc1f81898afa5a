import Crypto
import PayLedger

/// The SHA-256 chain over the ledger's transactions: each hash covers the one before it and the transaction's canonical bytes, so that
/// no past transaction can be changed, removed or put in between unnoticed. Each shard has a chain of its own; a transaction's number, which
/// is hashed with it, binds it to its shard.
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

    /// One hash that stands for the heads of all shards: of the first shard alone, its own head; otherwise the SHA-256 of each head behind
    /// its shard's index in one byte, in the order of the shards. Shards without a transaction do not count.
    package static func head(over heads: [LedgerShard: [UInt8]]) -> [UInt8] {
        let heads = heads.filter { $0.value != origin }.sorted { $0.key < $1.key }
        guard let first = heads.first else { return origin }
        if heads.count == 1, first.key == .first { return first.value }
        var hash = SHA256()
        for (shard, head) in heads { hash.update(data: [UInt8(shard.index)] + head) }
        return Array(hash.finalize())
    }
}
