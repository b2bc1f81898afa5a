import PayCore
import PayDomain
import PayLedger
import PayServer
import TestSupport
import Testing

/// What the committer tells when more is asked of it than it can do.
@Suite struct CommitterMetricsTests {
    /// Its first commit begins, and ends as nothing, when it is told to; so do all others.
    private struct StuckStore: LedgerStore {
        struct Ended: Error {}

        let began = AsyncStream<Void>.makeStream()
        let end = AsyncStream<Void>.makeStream()

        func commit<Result: Sendable>(
            _ needs: @Sendable @autoclosure @escaping () throws -> LedgerNeeds,
            deciding decide: @Sendable @escaping (LedgerState, [UInt8]) -> (LedgerWrite, Result)
        ) async throws -> Result {
            began.continuation.yield()
            for await _ in end.stream {}
            throw Ended()
        }

        func balance(of account: AccountKey) async throws -> Balance? { throw Ended() }
        func balances(of user: UserID, in book: Book) async throws -> [CoinID: Balance] { throw Ended() }
        func proveLedger() async throws -> LedgerProof { throw Ended() }
        func proofBatch(from position: ProofPosition, rows: Int) async throws -> ProofBatch { throw Ended() }
    }

    @Test func whatIsTurnedAwayAndWhatWaitsIsTold() async throws {
        let registry = MetricsRegistry(logger: .silent)
        let store = StuckStore()
        let directory = DirectoryHolder(Directory(companies: [], apps: [], keys: [], coins: []))
        let committer = Committer(store: store, directory: directory, clock: SystemClock(), metrics: registry, callbacksFellDue: { _ in })
        let user = try #require(UserID(1_000_000))
        let coin = try #require(CoinID(1))
        let volume = try #require(Amount(units: 1))
        let reference = try #require(LedgerReference("r"))
        let command = LedgerCommand.move(
            LedgerCommand.Movement(kind: .deposit, account: .user(user, .spot, coin), volume: volume, reference: reference)
        )

        await withTaskGroup(of: (any Error)?.self) { group in
            func submit() {
                group.addTask {
                    do {
                        _ = try await committer.submit(command) { _ in nil }
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            submit()
            for await _ in store.began.stream { break }
            // The one that is being committed waits no more.
            for _ in 0..<Committer.maximumWaiting + 1 { submit() }
            // All others wait for the store, so that the first to end is the one that was too many.
            let first = await group.next() ?? nil
            #expect((first as? PlatformError)?.code == .tooFrequent)
            #expect(committer.waiting == Committer.maximumWaiting)
            store.end.continuation.finish()
            for await error in group { #expect(error is StuckStore.Ended) }
        }
        #expect(committer.waiting == 0)
        let text = try Exposition(parsing: await registry.render())
        #expect(text[#"imugi_commands_refused_total{reason="crowding"}"#] == 1)
        // What the store failed to commit was neither refused nor committed.
        #expect(text[#"imugi_commands_refused_total{reason="rule"}"#] == 0)
        #expect(text["imugi_commit_commands_count"] == 0)
    }
}
