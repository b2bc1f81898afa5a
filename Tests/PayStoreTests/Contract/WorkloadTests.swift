import PayCore
import PayDomain
import PayLedger
import Testing

/// The store and the committer together do what the pure ledger does alone.
@Suite struct WorkloadTests {
    static let commands = 5_000

    @Test(arguments: StoreFactory.all, [UInt64(20_261_124), UInt64.random(in: .min ... .max)])
    func randomCommandsLeaveWhatTheLedgerLeavesInMemory(factory: StoreFactory, seed: UInt64) async throws {
        try await factory.withStore { store in
            let directory = try await store.loadDirectory()
            let clock = TestClock()
            let committer = try await Fixture.committer(store, clock: clock)
            var memory = MemoryLedger(directory)
            var workload = Workload(seed: seed)
            var now = Fixture.start
            var done = 0
            while done < Self.commands {
                now = now.advanced(bySeconds: workload.pick(4) == 0 ? 86_400 : Int64(workload.pick(400)))
                if workload.pick(20) == 0 {
                    let frozen = workload.pick(3) == 0
                    try await store.change(.setPaymentsFrozen(Fixture.bob, frozen)) { _ in }
                    memory.freeze(Fixture.bob, frozen)
                }
                clock.set(now)
                var batch: [LedgerCommand] = []
                for _ in 0..<(1 + workload.pick(40)) { batch.append(workload.nextCommand(knowing: memory.state)) }
                // The committer takes what waits as one batch, in no order that a test could know: one command at a time has an order,
                // and a whole batch is handed to the store as the committer would.
                if workload.pick(5) == 0 { batch.removeLast(batch.count - 1) }
                done += batch.count
                let expected = memory.run(batch, now: now)
                let actual =
                    batch.count == 1
                    ? [try await submit(batch[0], to: committer)] : try await commit(batch, to: store, directory, now: now)
                guard expected == actual else {
                    let different = zip(expected, actual).first { $0 != $1 }
                    Issue.record("seed \(seed), after \(done) commands: \(different?.0 ?? "") became \(different?.1 ?? "")")
                    return
                }
            }
            try await compare(store, with: memory, seed: seed)
        }
    }

    private func submit(_ command: LedgerCommand, to committer: Committer) async throws -> String {
        do {
            let outcome = try await committer.submit(command)
            return describe { () throws(LedgerRefusal) in outcome }
        } catch let refusal as LedgerRefusal {
            return describe(refusal)
        }
    }

    private func commit(_ batch: [LedgerCommand], to store: any Store, _ directory: Directory, now: Timestamp) async throws -> [String] {
        var needs = LedgerNeeds(day: now.day)
        for command in batch { needs.insert(command, app: command.app.flatMap { directory.apps[$0]?.standing }) }
        return try await store.commit(needs) { stored, head in
            var state = stored
            state.apps = directory.apps.mapValues(\.standing)
            var ledger = Ledger(state: state, now: now)
            let results = batch.map { command in describe { () throws(LedgerRefusal) in try ledger.apply(command) } }
            var head = head
            let hashes = ledger.changes.transactions.map { transaction in
                head = LedgerChain.head(after: transaction, from: head)
                return head
            }
            return (LedgerWrite(changes: ledger.changes, hashes: hashes), results)
        }
    }

    private func compare(_ store: any Store, with memory: MemoryLedger, seed: UInt64) async throws {
        for (account, balance) in memory.state.balances {
            #expect(try await store.balance(of: account) == balance, "seed \(seed), \(account)")
        }
        for (key, order) in memory.state.orders {
            #expect(try await store.order(key)?.values == order.values, "seed \(seed), \(key)")
        }
        for application in memory.state.applications.values {
            #expect(try await store.application(codeHash: application.codeHash)?.values == application.values, "seed \(seed)")
        }
        let head = memory.transactions.reduce(LedgerChain.origin) { LedgerChain.head(after: $1, from: $0) }
        let proof = try await store.proveLedger()
        #expect(broken(proof) == [], "seed \(seed)")
        #expect(proof.chainHead == head && proof.transactions == Int64(memory.transactions.count), "seed \(seed)")
        #expect(proof.coins.allSatisfy(\.sum.isZero) && proof.coins.count == 2, "seed \(seed)")
        // A workload that never meets a case proves nothing about it.
        #expect(Set(memory.transactions.map(\.kind)) == Set(LedgerTransaction.Kind.allCases), "seed \(seed)")
        #expect(memory.state.orders.values.contains { $0.direction == .userToApp && $0.status == .failed }, "seed \(seed)")
        #expect(memory.transactions.count > 500, "seed \(seed)")
    }
}
