import PayCore
import PayDomain
import PayLedger
import TestSupport

/// A store whose proof's steps a test watches: each takes some time on the test's clock, and fails or hangs if it is told to.
final class WatchedStore: LedgerStore {
    struct Steps: Sendable {
        /// From which transaction on each step read.
        var positions: [Int64] = []
        var failures = 0
        var hang = false
    }

    struct Failure: Error {}

    private let store: any LedgerStore
    private let clock: FakeSteadyClock
    private let stepLength: Duration
    let steps = Locked(Steps())
    /// Yields when a step hangs.
    let hanging: AsyncStream<Void>
    private let hangs: AsyncStream<Void>.Continuation

    init(_ store: any LedgerStore, clock: FakeSteadyClock, stepLength: Duration = .zero) {
        self.store = store
        self.clock = clock
        self.stepLength = stepLength
        (hanging, hangs) = AsyncStream.makeStream()
    }

    func proofBatch(from position: ProofPosition, rows: Int) async throws -> ProofBatch {
        let (fails, hang) = steps.withLock { steps in
            steps.positions.append(position.transactions[0])
            steps.failures -= 1
            return (steps.failures >= 0, steps.hang)
        }
        clock.advance(by: stepLength)
        if fails { throw Failure() }
        if hang {
            hangs.yield()
            // Ends when the caller is cancelled.
            for await _ in AsyncStream<Never>.makeStream().stream {}
        }
        return try await store.proofBatch(from: position, rows: rows)
    }

    func proveLedger() async throws -> LedgerProof { try await store.proveLedger() }
    func balance(of account: AccountKey) async throws -> Balance? { try await store.balance(of: account) }

    func balances(of user: UserID, in book: Book) async throws -> [CoinID: Balance] {
        try await store.balances(of: user, in: book)
    }

    func commit<Result: Sendable>(
        _ needs: @Sendable @autoclosure @escaping () throws -> LedgerNeeds,
        deciding decide: @Sendable @escaping (LedgerState, [UInt8]) -> (LedgerWrite, Result)
    ) async throws -> Result {
        try await store.commit(try needs(), deciding: decide)
    }
}
