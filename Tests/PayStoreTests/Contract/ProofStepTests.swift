import PayDomain
import PayLedger
import Testing

/// A proof in steps while the ledger goes on between them.
@Suite struct ProofStepTests {
    /// How many commands run while proofs are under way.
    static let commands = 1_800

    static let fixedSeed: UInt64 = 20_261_124

    static let sizes = [1, 7, 500].flatMap { rows in
        [fixedSeed, UInt64.random(in: .min ... .max)].map { (rows: rows, seed: $0) }
    }

    @Test(arguments: StoreFactory.all, sizes)
    func whatGoesOnBetweenStepsIsNoFalseAlarm(factory: StoreFactory, size: (rows: Int, seed: UInt64)) async throws {
        let (rows, seed) = size
        try await factory.withStore { store in
            var run = try await WorkloadRun(store, numbering: factory.numbering, seed: seed)
            // Enough that a proof has several steps.
            let before = 300 + 5 * rows
            while run.done < before { try await run.next() }
            let transactionsBefore = run.memory.transactions.count
            let end = run.done + Self.commands
            while run.done < end {
                let proof = try await pass(over: &run, until: end, rows: rows)
                try await compare(proof, withWholeProofOf: run, seed: seed)
                try await run.next()
            }
            // Nothing runs beside the last one.
            let last = try await pass(over: &run, until: 0, rows: rows)
            try await compare(last, withWholeProofOf: run, seed: seed)
            // A workload that never meets a case proves nothing about it. A random one may be too short for all.
            guard seed == Self.fixedSeed else { return }
            let between = Set(run.memory.transactions.dropFirst(transactionsBefore).map(\.kind))
            #expect(between == Set(LedgerTransaction.Kind.allCases), "seed \(seed)")
        }
    }

    /// One proof, with commands between its steps until so many have run.
    private func pass(over run: inout WorkloadRun, until end: Int, rows: Int) async throws -> LedgerProof {
        var prover = LedgerProver()
        // A proof in steps as short as 1 needs time to catch up with what a few commands have done.
        let share = max(1, 40 / rows)
        while true {
            try await prover.step(run.store, rows: rows)
            if prover.isFinished { return prover.finish() }
            if run.done < end, run.workload.pick(share) == 0 { try await run.next() }
        }
    }

    private func compare(_ proof: LedgerProof, withWholeProofOf run: WorkloadRun, seed: UInt64) async throws {
        let whole = try await run.store.proveLedger()
        let told = proof.checks.flatMap(\.breaks).joined(separator: "; ")
        #expect(broken(proof) == [] && broken(whole) == [], "seed \(seed): \(told)")
        #expect(proof.chainHead == whole.chainHead && proof.transactions == whole.transactions, "seed \(seed)")
        #expect(proof.coins == whole.coins, "seed \(seed)")
    }
}
