import PayCore
import PayDomain
import PayLedger
import Testing

/// A random workload on a store, side by side with the ledger in memory.
struct WorkloadRun {
    let store: any Store
    private(set) var memory: MemoryLedger
    /// How many commands have run.
    private(set) var done = 0
    var workload: Workload
    private let seed: UInt64
    private let directory: Directory
    private let clock = TestClock()
    private let committer: Committer
    private var now = Fixture.start

    /// - Parameter store: new, with the fixture's directory in it.
    init(_ store: any Store, numbering: LedgerNumbering, seed: UInt64) async throws {
        self.store = store
        self.seed = seed
        directory = try await store.loadDirectory()
        var openings: [OpenPayments] = []
        for user in [Fixture.alice, Fixture.bob] {
            for app in [Fixture.shop, Fixture.fair] { openings.append(try await OpenPayments(store, of: user, at: app)) }
        }
        memory = MemoryLedger(directory, numbering: numbering, openings: openings)
        workload = Workload(seed: seed, openings: openings)
        committer = try await Fixture.committer(store, clock: clock)
    }

    /// Runs up to 40 commands. Each must do in the store what it does in memory.
    mutating func next() async throws {
        now = now.advanced(bySeconds: workload.pick(4) == 0 ? 86_400 : Int64(workload.pick(400)))
        if workload.pick(20) == 0 {
            let frozen = workload.pick(3) == 0
            try await store.change(.setPaymentsFrozen(Fixture.bob, frozen)) { _ in }
            memory.freeze(Fixture.bob, frozen)
        }
        if workload.pick(30) == 0 {
            let end = now.advanced(bySeconds: Int64(workload.pick(200_000)))
            let isFirst = try await store.user(Fixture.bob)?.tradePasswordHash == nil
            if isFirst { try await store.change(.setTradePassword(Fixture.bob, hash: "first", frozenUntil: end)) { _ in } }
            try await store.change(.setTradePassword(Fixture.bob, hash: "t", frozenUntil: end)) { _ in }
            if isFirst { memory.freeze(Fixture.bob, memory.state.users[Fixture.bob]?.paymentsFrozen ?? false) }
            memory.freeze(Fixture.bob, until: end)
        }
        if workload.pick(8) == 0 {
            let (key, cap) = workload.nextCap()
            try await store.change(.setSpendingCap(app: key.app, user: key.user, coin: key.coin, cap: cap)) { _ in }
            memory.setCap(cap, of: key)
        }
        clock.set(now)
        var batch: [LedgerCommand] = []
        for _ in 0..<(1 + workload.pick(40)) { batch.append(workload.nextCommand(knowing: memory.state)) }
        // The committer takes what waits as one batch, in no order that a test could know: one command at a time has an order, and a
        // whole batch is handed to the store as the committer would.
        if workload.pick(5) == 0 { batch.removeLast(batch.count - 1) }
        done += batch.count
        let expected = memory.run(batch, now: now)
        let actual = batch.count == 1 ? [try await submit(batch[0])] : try await commit(batch)
        if let (expected, actual) = zip(expected, actual).first(where: { $0 != $1 }) {
            throw Unexpected(outcome: "seed \(seed), after \(done) commands: \(expected) became \(actual)")
        }
        guard expected.count == actual.count else { throw Unexpected(outcome: "seed \(seed): \(actual.count) results") }
    }

    private func submit(_ command: LedgerCommand) async throws -> String {
        do {
            let outcome = try await committer.submit(command)
            return describe { () throws(LedgerRefusal) in outcome }
        } catch let refusal as LedgerRefusal {
            return describe(refusal)
        }
    }

    private func commit(_ batch: [LedgerCommand]) async throws -> [String] {
        var needs = LedgerNeeds(day: now.day)
        for command in batch { needs.insert(command, app: command.app.flatMap { directory.apps[$0]?.standing }) }
        let allNeeds = needs
        return try await store.commit(allNeeds) { [directory, now] stored, head in
            var state = stored
            state.apps = directory.apps.mapValues(\.standing)
            var ledger = Ledger(state: state, now: now)
            let results = batch.map { command in describe { () throws(LedgerRefusal) in try ledger.apply(command) } }
            var head = head
            let hashes = ledger.changes.transactions.map { transaction in
                head = LedgerChain.head(after: transaction, from: head)
                return head
            }
            return (LedgerWrite(changes: ledger.changes, hashes: hashes, time: now), results)
        }
    }
}
