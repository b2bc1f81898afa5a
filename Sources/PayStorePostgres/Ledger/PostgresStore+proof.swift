import PayDomain

extension PostgresStore {
    package func proveLedger() async throws -> LedgerProof {
        try await readSnapshot { transaction in
            var prover = LedgerProver()
            while !prover.isFinished {
                prover.take(try await ProofReader.batch(transaction, from: prover.position, rows: Self.rowsAtOnce))
            }
            return prover.finish()
        }
    }

    package func proofBatch(from position: ProofPosition, rows: Int) async throws -> ProofBatch {
        try await readSnapshot { transaction in try await ProofReader.batch(transaction, from: position, rows: rows) }
    }

    /// How many rows of a whole proof are in memory.
    private static let rowsAtOnce = 1_000
}
