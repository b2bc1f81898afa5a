import CoreMetrics
import DequeModule
import PayCore
import PayLedger
import Synchronization

/// The one way in which money moves. Commands that arrive while a transaction syncs gather and become the next transaction together;
/// each of them succeeds or is refused on its own.
///
/// ``submit(_:admission:)`` returns after the transaction is durable, so an answer that leaves afterwards is never taken back.
package final class Committer: Sendable {
    /// A last check against the directory as it is when the command is decided, which may be later than when its caller was
    /// authenticated. Returns the refusal, or `nil`.
    package typealias Admission = @Sendable (Directory) -> PlatformError?

    private struct Waiting {
        let command: LedgerCommand
        let admission: Admission
        let continuation: CheckedContinuation<LedgerOutcome, any Error>
    }

    private struct Queue {
        var waiting: Deque<Waiting> = []
        var isDraining = false
    }

    /// Commands beyond this many are refused with code 12.
    package static let maximumWaiting = 8_192
    /// The most commands that share a transaction: enough to spread a sync over, few enough to keep its latency low.
    package static let maximumBatch = 512

    /// How many commands of a batch may wait for somebody else's lock before the rest of the batch is refused with them.
    private static let maximumBlocked = 3

    private let store: any LedgerStore
    private let directory: DirectoryHolder
    private let clock: any PlatformClock
    private let callbacksFellDue: @Sendable (Set<AppID>) -> Void
    private let metrics: CommitterMetrics
    private let queue = Mutex(Queue())

    /// - Parameters:
    ///   - metrics: where batches and refusals are counted.
    ///   - callbacksFellDue: called after each transaction in which orders have succeeded, with their apps; must not block.
    package init(
        store: any LedgerStore, directory: DirectoryHolder, clock: any PlatformClock,
        metrics: any MetricsFactory = NOOPMetricsHandler.instance, callbacksFellDue: @Sendable @escaping (Set<AppID>) -> Void
    ) {
        self.store = store
        self.directory = directory
        self.clock = clock
        self.metrics = CommitterMetrics(metrics)
        self.callbacksFellDue = callbacksFellDue
    }

    /// How many commands wait for their transaction to begin.
    package var waiting: Int { queue.withLock { $0.waiting.count } }

    /// Decides `command` and makes what it does durable.
    ///
    /// - Throws: ``LedgerRefusal``, or the `PlatformError` of `admission`; code 12 if too many commands wait; ``DirectoryUnconfirmed``. In
    ///   all four nothing has changed. Any other error is the store's, before its commit, and nothing has changed either.
    package func submit(_ command: LedgerCommand, admission: @escaping Admission) async throws -> LedgerOutcome {
        try await withCheckedThrowingContinuation { continuation in
            let item = Waiting(command: command, admission: admission, continuation: continuation)
            let (accepted, mustStart) = queue.withLock { queue in
                guard queue.waiting.count < Self.maximumWaiting else { return (false, false) }
                queue.waiting.append(item)
                defer { queue.isDraining = true }
                return (true, !queue.isDraining)
            }
            guard accepted else {
                metrics.refusedForCrowding.increment()
                continuation.resume(throwing: PlatformError(.tooFrequent, "Too many payments wait to be made; try again in a moment."))
                return
            }
            if mustStart { Task { await drain() } }
        }
    }

    private func drain() async {
        while true {
            let batch = queue.withLock { queue -> [Waiting] in
                let batch = Array(queue.waiting.prefix(Self.maximumBatch))
                queue.waiting.removeFirst(batch.count)
                if batch.isEmpty { queue.isDraining = false }
                return batch
            }
            guard !batch.isEmpty else { return }
            await commit(batch)
        }
    }

    /// - Returns: whether somebody else's lock was in the way.
    @discardableResult
    private func commit(_ batch: [Waiting]) async -> Bool {
        let now = clock.now()
        let decisions: [Decision]
        do {
            // The batch goes into a closure that may run again, so it takes the commands without their continuations.
            let items = batch.map { (command: $0.command, admission: $0.admission) }
            let directory = directory
            decisions = try await store.commit(Self.needs(of: items.map(\.command), in: try directory.trusted(), on: now.day)) {
                state, head in
                do {
                    return Self.decide(items, on: state, head: head, directory: try directory.trusted(), now: now)
                } catch {
                    return (LedgerWrite(changes: LedgerChanges(), hashes: [], time: now), items.map { _ in .refused(error) })
                }
            }
        } catch let failure as any StoreFailure where failure.kind == .locked && batch.count > 1 {
            // Somebody outside of the platform holds a row. Only the command that needs it shall fail.
            await commitOneByOne(batch, failure)
            return true
        } catch {
            for item in batch { item.continuation.resume(throwing: error) }
            return (error as? any StoreFailure)?.kind == .locked
        }
        metrics.commands.record(batch.count)
        var paid: Set<AppID> = []
        for (item, decision) in zip(batch, decisions) {
            switch decision {
            case .done(let outcome):
                if case .order(let order) = outcome, order.status == .succeeded { paid.insert(order.key.app) }
                item.continuation.resume(returning: outcome)
            case .refused(let error):
                metrics.refusedByRule.increment()
                item.continuation.resume(throwing: error)
            }
        }
        if !paid.isEmpty { callbacksFellDue(paid) }
        return false
    }

    /// - Parameter failure: why they could not be committed together.
    private func commitOneByOne(_ batch: [Waiting], _ failure: any StoreFailure) async {
        var blocked = 0
        for item in batch {
            // Each of these has waited in vain, and everybody else with it: what is held is no single payer's row.
            guard blocked < Self.maximumBlocked else {
                item.continuation.resume(throwing: failure)
                continue
            }
            if await commit([item]) { blocked += 1 }
        }
    }

    private static func needs(of commands: [LedgerCommand], in directory: Directory, on day: Int64) -> LedgerNeeds {
        var needs = LedgerNeeds(day: day)
        for command in commands { needs.insert(command, app: command.app.flatMap { directory.apps[$0]?.standing }) }
        return needs
    }

    private enum Decision: Sendable {
        case done(LedgerOutcome)
        case refused(any Error)
    }

    private static func decide(
        _ items: [(command: LedgerCommand, admission: Admission)], on stored: LedgerState, head: [UInt8], directory: Directory,
        now: Timestamp
    ) -> (LedgerWrite, [Decision]) {
        var state = stored
        for case let app? in items.map(\.command.app) where state.apps[app] == nil { state.apps[app] = directory.apps[app]?.standing }
        var ledger = Ledger(state: state, now: now)
        let decisions = items.map { item -> Decision in
            if let refusal = item.admission(directory) { return .refused(refusal) }
            do {
                return .done(try ledger.apply(item.command))
            } catch {
                return .refused(error)
            }
        }
        var head = head
        let hashes = ledger.changes.transactions.map { transaction in
            head = LedgerChain.head(after: transaction, from: head)
            return head
        }
        return (LedgerWrite(changes: ledger.changes, hashes: hashes, time: now), decisions)
    }
}
