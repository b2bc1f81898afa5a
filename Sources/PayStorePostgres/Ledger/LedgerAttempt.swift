import PayLedger
import Synchronization

/// How a batch is to be run this time.
struct LedgerAttempt: Sendable {
    var number = 0
    var shard: LedgerShard
    /// Whether to wait for the shard.
    var waits = false
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
final class ShardChoice: Sendable {
    private let shard = Mutex(LedgerShard.first)

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
