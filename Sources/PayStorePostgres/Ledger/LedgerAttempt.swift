import PayLedger
import Synchronization

/// How a batch is to be run this time.
struct LedgerAttempt: Sendable {
    var number = 0
    var shard: LedgerShard
    /// Whether to wait for the shard.
    var waits = false
    /// The version of the directory that its needs come from; `nil` if nobody follows the directory.
    var directoryVersion: Int64?
    /// Accounts of which a part was not enough.
    var whole: Set<AccountKey> = []

    init(shard: LedgerShard) { self.shard = shard }
}

/// How a run of a batch has ended.
enum LedgerEnding<Result: Sendable>: Sendable {
    case done(Result)
    /// Another batch has the shard.
    case shardTaken
    /// More of these accounts is needed than was locked.
    case mustBeWhole(Set<AccountKey>)
    /// Another node has changed the directory.
    case directoryChanged
    /// Another node has written the same keys first, or nothing came of the run: all must be read anew.
    case wasSecond
}

/// The shard that this node's batches go to. A node stays with its shard as long as it finds it free, so that few nodes use few shards.
///
/// It remembers how far each shard was when the node last wrote to it: a database that was set back to an older state would give the same
/// numbers again.
final class ShardChoice: Sendable {
    private let shard = Mutex(LedgerShard.first)
    private let written = Mutex<[LedgerShard: Int64]>([:])

    /// - Throws: ``PostgresStoreError/ledgerWentBack(written:found:)`` if the shard ends before what this node has written to it.
    func check(_ lastSequence: Int64, in shard: LedgerShard) throws(PostgresStoreError) {
        guard let last = written.withLock({ $0[shard] }), lastSequence < last else { return }
        throw .ledgerWentBack(written: last, found: lastSequence)
    }

    /// - Parameter lastSequence: `nil` if nothing was written to the chain.
    func note(_ lastSequence: Int64?, in shard: LedgerShard) {
        guard let lastSequence else { return }
        written.withLock { $0[shard] = max($0[shard] ?? lastSequence, lastSequence) }
    }

    var current: LedgerShard { shard.withLock { $0 } }

    /// Goes on to the next one, unless somebody has done so since.
    func move(from taken: LedgerShard) {
        shard.withLock { shard in
            if shard == taken { shard = LedgerShard((taken.index + 1) % LedgerShard.count) }
        }
    }
}

/// What was sent with a COMMIT whose answer may be lost.
final class SentBatch<Result: Sendable>: Sendable {
    private let sent = Mutex<(CommitEvidence, Result)?>(nil)

    var value: (CommitEvidence, Result)? { sent.withLock { $0 } }

    func set(_ value: (CommitEvidence, Result)?) { sent.withLock { $0 = value } }
}
