import PayStorePostgres
import TestSupport
import Testing

/// Transfers in a small bank, many at a time and in each other's way.
@Suite(.timeLimit(.minutes(3))) struct StormTests {
    private static let accounts: Int64 = 4
    private static let transfersEach = 12
    private static let tasks = 8
    private static let retries = PostgresRetries(
        attemptsMax: 1_000, pauses: Backoff(first: .milliseconds(1), longest: .milliseconds(30)))

    /// Locks are taken in the order of each transfer, so that two of them often wait for each other: 40P01.
    @Test func deadlocksCostRetriesAndNoMoney() async throws { try await storm("deadlocks", .readCommitted, locking: true) }

    /// Nothing is locked, so that what one has read another has often changed: 40001.
    @Test func serializationFailuresCostRetriesAndNoMoney() async throws { try await storm("conflicts", .serializable, locking: false) }

    private func storm(_ name: String, _ isolation: PostgresIsolation, locking: Bool) async throws {
        let seed = UInt64.random(in: .min ... .max)
        let server = try await PostgresServer.shared.value
        try await server.withPool { pool in
            let bank = try await Bank(name, accounts: Self.accounts, pool)
            let runs = Locked(0)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<Self.tasks {
                    group.addTask {
                        var random = Seeded(seed &+ UInt64(task))
                        for _ in 0..<Self.transfersEach {
                            let from = Int64.random(in: 0..<Self.accounts, using: &random)
                            let to = (from + Int64.random(in: 1..<Self.accounts, using: &random)) % Self.accounts
                            let units = Int128(Int64.random(in: 1...50, using: &random))
                            try await pool.withTransaction(isolation: isolation, retrying: Self.retries) { transaction in
                                runs.withLock { $0 += 1 }
                                try await bank.transfer(units, from: from, to: to, locking: locking, transaction)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let balances = try await bank.balances()
            #expect(balances.reduce(0, +) == bank.total, "seed \(seed)")
            #expect(balances.allSatisfy { $0 >= 0 }, "seed \(seed)")
            // Without a conflict this test would show nothing.
            #expect(runs.withLock { $0 } > Self.tasks * Self.transfersEach, "seed \(seed)")
            #expect(try await bank.transfers() == Self.tasks * Self.transfersEach, "seed \(seed)")
        }
    }
}

/// Accounts that begin with the same balance, near the end of what 128 bits hold.
private struct Bank: Sendable {
    let total: Int128
    private let pool: PostgresPool
    private let read: PostgresStatement
    private let readLocked: PostgresStatement
    private let write: PostgresStatement
    private let note: PostgresStatement
    private let all: PostgresStatement
    private let count: PostgresStatement

    init(_ name: String, accounts: Int64, _ pool: PostgresPool) async throws {
        let opening = Int128.max / Int128(accounts)
        total = opening * Int128(accounts)
        self.pool = pool
        read = PostgresStatement("read_\(name)", "SELECT units FROM \(name) WHERE id = $1", .int64)
        readLocked = PostgresStatement("lock_\(name)", "SELECT units FROM \(name) WHERE id = $1 FOR UPDATE", .int64)
        write = PostgresStatement(
            "write_\(name)", "UPDATE \(name) SET units = new.units FROM unnest($1, $2) AS new (id, units) WHERE \(name).id = new.id",
            .int64s,
            .numerics)
        note = PostgresStatement("note_\(name)", "INSERT INTO \(name)_log VALUES ($1)", .numeric)
        all = PostgresStatement("all_\(name)", "SELECT units FROM \(name)")
        count = PostgresStatement("count_\(name)", "SELECT count(*) FROM \(name)_log")
        _ = try await pool.read([
            PostgresStatement("make_\(name)", "CREATE TABLE \(name) (id bigint PRIMARY KEY, units numeric NOT NULL CHECK (units >= 0))")(),
            PostgresStatement("make_\(name)_log", "CREATE TABLE \(name)_log (units numeric NOT NULL)")(),
        ])
        let open = PostgresStatement("open_\(name)", "INSERT INTO \(name) SELECT unnest($1), $2", .int64s, .numeric)
        _ = try await pool.read([open(.int64s(Array(0..<accounts)), .numeric(opening))])
    }

    func transfer(_ units: Int128, from: Int64, to: Int64, locking: Bool, _ transaction: PostgresTransaction) async throws {
        let statement = locking ? readLocked : read
        let source = try await transaction.run([statement(.int64(from))])[0][0].numeric(0)
        let target = try await transaction.run([statement(.int64(to))])[0][0].numeric(0)
        try await transaction.commit(after: [
            write(.int64s([from, to]), .numerics([source - units, target + units])), note(.numeric(units)),
        ])
    }

    func balances() async throws -> [Int128] {
        let rows = try await pool.read([all()])[0]
        return try rows.map { try $0.numeric(0) }
    }

    func transfers() async throws -> Int { Int(try await pool.read([count()])[0][0].int64(0)) }
}
