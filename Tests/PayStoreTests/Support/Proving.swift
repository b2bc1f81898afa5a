import PayDomain
import Testing

/// The ways in which a ledger is proved.
enum Proving: Sendable, CustomTestStringConvertible {
    case whole
    case steps(rows: Int)

    static let all = [Proving.whole, .steps(rows: 1), .steps(rows: 500)]

    var testDescription: String {
        switch self {
        case .whole: "at once"
        case .steps(let rows): "in steps of \(rows)"
        }
    }

    func prove(_ store: any LedgerStore) async throws -> LedgerProof {
        switch self {
        case .whole:
            return try await store.proveLedger()
        case .steps(let rows):
            var prover = LedgerProver()
            while !prover.isFinished { try await prover.step(store, rows: rows) }
            return prover.finish()
        }
    }
}

extension LedgerProver {
    mutating func step(_ store: any LedgerStore, rows: Int) async throws {
        take(try await store.proofBatch(from: position, rows: rows))
    }
}
