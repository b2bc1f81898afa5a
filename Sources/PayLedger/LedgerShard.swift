/// One of the chains that the ledger's transactions form, each with its own hash chain and numbering, so that batches which are written at
/// the same time do not wait for one head.
///
/// A store that one process writes needs only the first. The number of a transaction says which chain it is in: the shard in the bits from
/// ``sequenceBits`` on, its place in the chain, from 1 without gaps, below them.
package struct LedgerShard: Hashable, Comparable, Sendable {
    /// How many there are. It is fixed for ever: order numbers and times are dealt out by it, see ``LedgerNumbering``.
    package static let count = 16
    /// Enough for a chain of 281 million million transactions. The numbers of all shards together stay below 2^53.
    private static let sequenceBits: Int64 = 48

    package static let first = LedgerShard(0)
    package static let all = (0..<count).map { LedgerShard($0) }

    /// From 0 up to ``count``.
    package let index: Int

    /// - Precondition: `index` is that of a shard.
    package init(_ index: Int) {
        precondition((0..<Self.count).contains(index), "there is no shard \(index)")
        self.index = index
    }

    /// The shard that a transaction's number belongs to. Numbers outside of all, which no ledger gives, belong to the nearest.
    package init(of sequence: Int64) { index = Int(min(max(sequence >> Self.sequenceBits, 0), Int64(Self.count - 1))) }

    /// One less than the number of its first transaction.
    package var origin: Int64 { Int64(index) << Self.sequenceBits }

    /// The highest number that belongs to it.
    package var last: Int64 { index == Self.count - 1 ? .max : origin + (1 << Self.sequenceBits) - 1 }

    package static func < (left: LedgerShard, right: LedgerShard) -> Bool { left.index < right.index }
}

/// Which of the order numbers and of the nanoseconds are for a batch to give. No two batches that run at the same time have any in common,
/// so that no two orders of the platform share a number or a time.
package struct LedgerNumbering: Hashable, Sendable {
    /// All of them: for a store that writes one batch at a time.
    package static let all = LedgerNumbering(stride: 1, remainder: 0)

    private let stride: Int64
    private let remainder: Int64

    /// Those that leave the shard's index when they are divided by ``LedgerShard/count``.
    package init(of shard: LedgerShard) { self.init(stride: Int64(LedgerShard.count), remainder: Int64(shard.index)) }

    private init(stride: Int64, remainder: Int64) {
        self.stride = stride
        self.remainder = remainder
    }

    /// The lowest of them that is at least `number`, which is not negative.
    package func first(from number: Int64) -> Int64 { number + (remainder - number % stride + stride) % stride }
}
