import PayCore
import PayDomain
import PayLedger
import Testing

/// The store and the committer together do what the pure ledger does alone.
@Suite struct WorkloadTests {
    static let commands = 5_000
    static let fixedSeed: UInt64 = 20_261_124

    @Test(arguments: StoreFactory.all, [fixedSeed, UInt64.random(in: .min ... .max)])
    func randomCommandsLeaveWhatTheLedgerLeavesInMemory(factory: StoreFactory, seed: UInt64) async throws {
        try await factory.withStore { store in
            var run = try await WorkloadRun(store, numbering: factory.numbering, seed: seed)
            while run.done < Self.commands { try await run.next() }
            try await compare(store, with: run.memory, seed: seed)
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
        for key in memory.state.spending.keys {
            let spending = try #require(memory.state.spending[key])
            #expect(spending.taken.units == memory.taken(by: key, on: spending.day), "seed \(seed), \(key)")
            let stored = try await store.spendingCaps(of: key.user).first { $0.app == key.app && $0.coin == key.coin }
            #expect(stored == SpendingCap(app: key.app, coin: key.coin, spending), "seed \(seed), \(key)")
        }
        // A workload that never meets a case proves nothing about it. A random one may be too short for all.
        guard seed == Self.fixedSeed else { return }
        #expect(Set(memory.transactions.map(\.kind)) == Set(LedgerTransaction.Kind.allCases), "seed \(seed)")
        #expect(memory.state.orders.values.contains { $0.direction == .userToApp && $0.status == .failed }, "seed \(seed)")
        #expect(memory.transactions.count > 500, "seed \(seed)")
        #expect(memory.state.spending.count == 4 && memory.refusals[.spendingCap, default: 0] > 10, "seed \(seed)")
        #expect(memory.refusals[.tradePasswordChanged, default: 0] > 10, "seed \(seed)")
    }
}
