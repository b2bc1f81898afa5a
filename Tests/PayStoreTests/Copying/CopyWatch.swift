import PayDomain
import TestSupport

/// A target that breaks off where a test says so, as if the process ended there, or lets the test do something at that moment.
struct CopyWatch: CopyTarget {
    enum Moment: Hashable, Sendable {
        case write(Int)
        case beforeFinish
        case afterFinish
    }

    struct BrokenOff: Error {}

    let target: any CopyTarget
    /// What happens at each moment; what it throws breaks the copy off.
    let at: @Sendable (Moment) async throws -> Void
    private let writes = Locked(0)

    init(_ target: any CopyTarget, at: @Sendable @escaping (Moment) async throws -> Void) {
        self.target = target
        self.at = at
    }

    func write(_ rows: [PlatformRow], to table: PlatformTable) async throws {
        let number = writes.withLock { writes in
            writes += 1
            return writes
        }
        try await at(.write(number))
        try await target.write(rows, to: table)
    }

    func finish(_ identity: PlatformIdentity) async throws {
        try await at(.beforeFinish)
        try await target.finish(identity)
        try await at(.afterFinish)
    }

    func state() async throws -> CopyTargetState { try await target.state() }
    func begin(_ mark: CopyMark) async throws { try await target.begin(mark) }
    func lastKey(of table: PlatformTable) async throws -> [PlatformValue]? { try await target.lastKey(of: table) }
    func prepareToProve() async throws { try await target.prepareToProve() }
    func standing() async throws -> PlatformStanding { try await target.standing() }

    func rows(of table: PlatformTable, after key: [PlatformValue]?, limit: Int) async throws -> [PlatformRow] {
        try await target.rows(of: table, after: key, limit: limit)
    }

    func proofBatch(from position: ProofPosition, rows: Int) async throws -> ProofBatch {
        try await target.proofBatch(from: position, rows: rows)
    }
}
