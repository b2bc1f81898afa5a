import PayCore
import PayDomain
import PayLedger
import TestSupport
import Testing

/// How long what a process holds of the directory may be trusted, and what takes its place.
@Suite struct DirectoryHolderTests {
    private func directory(version: Int64, companies: [Company] = []) -> Directory {
        Directory(companies: companies, apps: [], keys: [], coins: [], version: version)
    }

    private func isTrusted(_ holder: DirectoryHolder) -> Bool {
        do {
            _ = try holder.trusted()
            return true
        } catch {
            return false
        }
    }

    @Test func anOlderDirectoryNeverReplacesANewerOne() {
        let holder = DirectoryHolder(directory(version: 2))
        holder.replace(with: directory(version: 1, companies: [Fixture.company]))
        #expect(holder.current.version == 2 && holder.current.companies.isEmpty)
        holder.replace(with: directory(version: 2, companies: [Fixture.company]))
        #expect(holder.current.companies.count == 1)
        holder.replace(with: directory(version: 3))
        #expect(holder.current.version == 3)
    }

    @Test func whatNobodyElseCanChangeIsTrustedForEver() async throws {
        let (store, clock) = (SharedDirectory(), FakeSteadyClock())
        store.set(version: nil)
        let holder = try await DirectoryHolder.load(from: store, steadyClock: clock)
        clock.advance(by: .seconds(1_000_000))
        #expect(!holder.isShared && isTrusted(holder) && isTrusted(DirectoryHolder(directory(version: 0))))
        let asked = store.asked
        #expect(try await holder.refresh(from: store) == false)
        #expect(store.asked == asked)
    }

    @Test func whatOthersCanChangeIsTrustedForASecond() async throws {
        let (store, clock) = (SharedDirectory(), FakeSteadyClock())
        let holder = try await DirectoryHolder.load(from: store, steadyClock: clock)
        #expect(holder.isShared)
        clock.advance(by: .seconds(1) - .nanoseconds(1))
        #expect(isTrusted(holder))
        clock.advance(by: .nanoseconds(1))
        #expect(!isTrusted(holder))
        #expect(try await holder.refresh(from: store) == false)
        #expect(isTrusted(holder))
        // A process that stands still for ten seconds goes on with a clock that did not.
        clock.advance(by: .seconds(10))
        #expect(!isTrusted(holder))
    }

    @Test func aChangeElsewhereIsSeen() async throws {
        let store = SharedDirectory()
        let holder = try await DirectoryHolder.load(from: store, steadyClock: FakeSteadyClock())
        store.changeElsewhere()
        #expect(holder.current.companies.isEmpty)
        #expect(try await holder.refresh(from: store))
        #expect(holder.current.version == 2 && holder.current.companies.count == 1)
        #expect(try await holder.refresh(from: store) == false)
    }

    @Test func aConfirmationIsAsOldAsItsQuestion() async throws {
        let (store, clock) = (SharedDirectory(), FakeSteadyClock())
        let holder = try await DirectoryHolder.load(from: store, steadyClock: clock)
        clock.advance(by: .seconds(5))
        store.changeElsewhere()
        store.whileLoading { clock.advance(by: .milliseconds(900)) }
        #expect(try await holder.refresh(from: store))
        clock.advance(by: .milliseconds(99))
        #expect(isTrusted(holder))
        clock.advance(by: .milliseconds(1))
        #expect(!isTrusted(holder))

        // A load that took too long confirms nothing that could still be trusted.
        store.changeElsewhere()
        store.whileLoading { clock.advance(by: .seconds(1)) }
        #expect(try await holder.refresh(from: store))
        #expect(!isTrusted(holder))
    }

    @Test func anOwnChangeConfirmsNothingOfOthers() async throws {
        let (store, clock) = (SharedDirectory(), FakeSteadyClock())
        let holder = try await DirectoryHolder.load(from: store, steadyClock: clock)
        clock.advance(by: .seconds(1))
        try await store.change(.addCompany(Fixture.company)) { holder.replace(with: $0) }
        #expect(holder.current.version == 2 && !isTrusted(holder))
    }

    @Test func aStoreThatFailsOrHasGoneBackConfirmsNothing() async throws {
        let (store, clock) = (SharedDirectory(), FakeSteadyClock())
        let holder = try await DirectoryHolder.load(from: store, steadyClock: clock)
        store.changeElsewhere()
        try await holder.refresh(from: store)
        clock.advance(by: .seconds(1))
        store.set(isReachable: false)
        await #expect(throws: SharedDirectory.Failure.self) { try await holder.refresh(from: store) }
        store.set(isReachable: true)
        store.set(version: 1)
        await #expect(throws: DirectoryWentBack.self) { try await holder.refresh(from: store) }
        #expect(!isTrusted(holder) && holder.current.version == 2)
    }

    @Test func noPaymentIsDecidedOnWhatMayNotBeTrusted() async throws {
        try await StoreFactory.sqlite.withStore { store in
            let (shared, clock) = (SharedDirectory(), FakeSteadyClock())
            let holder = try await DirectoryHolder.load(from: shared, steadyClock: clock)
            let committer = Committer(store: store, directory: holder, clock: TestClock(), callbacksFellDue: { _ in })
            try await committer.submit(.deposit(5, to: Fixture.alice, as: "d1"))
            clock.advance(by: .seconds(1))
            await #expect(throws: DirectoryUnconfirmed.self) { try await committer.submit(.deposit(5, to: Fixture.alice, as: "d2")) }
            try await holder.refresh(from: shared)
            // Trusted when the batch begins, and not any more when it is decided.
            await #expect(throws: DirectoryUnconfirmed.self) {
                try await Committer(
                    store: SlowStore(store) { clock.advance(by: .seconds(1)) }, directory: holder, clock: TestClock(),
                    callbacksFellDue: { _ in }
                ).submit(.deposit(5, to: Fixture.alice, as: "d3"))
            }
            #expect(try await store.spot(Fixture.alice) == 5)
        }
    }
}

/// A ledger that takes its time before it decides.
private struct SlowStore: LedgerStore {
    let store: any LedgerStore
    let beforeDeciding: @Sendable () -> Void

    init(_ store: any LedgerStore, beforeDeciding: @escaping @Sendable () -> Void) {
        self.store = store
        self.beforeDeciding = beforeDeciding
    }

    func commit<Result: Sendable>(
        _ needs: @Sendable @autoclosure @escaping () throws -> LedgerNeeds,
        deciding decide: @Sendable @escaping (LedgerState, [UInt8]) -> (LedgerWrite, Result)
    ) async throws -> Result {
        try await store.commit(try needs()) { state, head in
            beforeDeciding()
            return decide(state, head)
        }
    }

    func balance(of account: AccountKey) async throws -> Balance? { try await store.balance(of: account) }
    func balances(of user: UserID, in book: Book) async throws -> [CoinID: Balance] { try await store.balances(of: user, in: book) }
    func proveLedger() async throws -> LedgerProof { try await store.proveLedger() }
    func proofBatch(from position: ProofPosition, rows: Int) async throws -> ProofBatch {
        try await store.proofBatch(from: position, rows: rows)
    }
}
