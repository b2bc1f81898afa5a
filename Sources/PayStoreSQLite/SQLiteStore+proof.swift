import GRDB
import PayDomain

extension SQLiteStore {
    package func proveLedger() async throws -> LedgerProof {
        // A damaged file is what the proof is there to tell, so it does not end the process.
        try await pool.read { db in
            var reader = ProofReader(db)
            return try reader.prove()
        }
    }
}
