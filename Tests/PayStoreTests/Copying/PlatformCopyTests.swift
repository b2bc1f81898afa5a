import GRDB
import PayCore
import PayDomain
import PayLedger
import PayStorePostgres
import PayStoreSQLite
import TestSupport
import Testing

/// A platform that moves house takes everything along and goes on.
@Suite struct PlatformCopyTests {
    @Test(arguments: [UInt64(20_261_124), UInt64.random(in: .min ... .max)])
    func everyRowArrivesAndComesBack(seed: UInt64) async throws {
        let first = try await CopyPlace.filled("SQLite", seed: seed, commands: 600)
        let rows = try await first.rows()
        for table in PlatformTable.all { #expect(rows[table.name]?.isEmpty == false, "seed \(seed): no row of \(table.name) to copy") }
        let (database, second) = (try await CopyPlace.empty("PostgreSQL"), try await CopyPlace.empty("SQLite"))

        let there = try await first.copy(to: database)
        let back = try await database.copy(to: second)
        #expect(there.written == there.rows && there.rows == Int64(rows.values.reduce(0) { $0 + $1.count }))
        for place in [database, second] {
            let copied = try await place.rows()
            for table in PlatformTable.all { #expect(copied[table.name] == rows[table.name], "seed \(seed): \(table.name)") }
        }
        let proofs = [try await Self.proof(first), try await Self.proof(database), try await Self.proof(second), there.proof, back.proof]
        for proof in proofs {
            #expect(broken(proof) == [], "seed \(seed)")
            #expect(proof.chainHead == proofs[0].chainHead && proof.transactions == proofs[0].transactions, "seed \(seed)")
            #expect(proof.coins == proofs[0].coins && proof.coins.count == 2, "seed \(seed)")
        }
    }

    /// On the way back there are two chains, and balances and counters in parts.
    @Test func aCopyGoesOnOnEitherSide() async throws {
        let (first, database, last) = (
            try await CopyPlace.filled("SQLite", seed: 7, commands: 300), try await CopyPlace.empty("PostgreSQL"),
            try await CopyPlace.empty("SQLite")
        )
        let before = try await closing(try await first.open()) { store in
            (order: try await CopiedPlatform(store).pay("before"), count: try await Self.orders(store))
        }
        try await first.copy(to: database)

        let middle = try await closing(try await database.open(migrates: false)) { store in
            let platform = CopiedPlatform(store)
            #expect(try await Self.orders(store) == before.count)
            let order = try await platform.pay("middle")
            #expect(order > before.order)
            #expect(try await Self.orders(store) == before.count + 1)
            try await platform.logIn(session: 2)
            try await platform.attempt()
            let other = try await Self.holdingTheFirstShard(of: database) { try await platform.pay("elsewhere") }
            #expect(other > order)
            return other
        }
        let rows = try await database.rows()
        #expect(Set(rows["ledger_transaction"]?.compactMap(Self.shard) ?? []).count == 2)
        let proof = try await Self.proof(database)
        let copy = try await database.copy(to: last)
        #expect(copy.proof.chainHead == proof.chainHead && broken(proof) == [])
        #expect(try await last.rows() == rows)

        try await closing(try await last.open()) { store in
            let platform = CopiedPlatform(store)
            #expect(try await platform.pay("after") > middle)
            try await platform.logIn(session: 3)
            try await platform.attempt()
            #expect(broken(try await store.proveLedger()) == [])
        }
        // And once more: the chains go on where they were.
        let again = try await CopyPlace.empty("PostgreSQL")
        try await last.copy(to: again)
        try await closing(try await again.open(migrates: false)) { store in
            _ = try await CopiedPlatform(store).pay("last")
            _ = try await Self.holdingTheFirstShard(of: again) { try await CopiedPlatform(store).pay("really_last") }
            #expect(broken(try await store.proveLedger()) == [])
        }
    }

    @Test(arguments: CopyPlace.kinds)
    func aCopyThatIsBrokenOffGoesOn(source kind: String) async throws {
        var random = Seeded()
        let source = try await CopyPlace.filled(kind, seed: random.next(), commands: 300)
        let rows = try await source.rows()
        let target = try await CopyPlace.empty(kind == "SQLite" ? "PostgreSQL" : "SQLite")

        // In the middle again and again, then once before the last transaction, and once behind it.
        let ends = Locked<Set<CopyWatch.Moment>>([.beforeFinish, .afterFinish])
        var breaks = 0
        var written: Int64?
        while written == nil {
            // Early at first, so that there is enough left to be broken off for a fifth time.
            let last = CopyWatch.Moment.write(1 + Int(random.next() % (breaks < 5 ? 4 : 20)))
            do {
                written = try await source.copy(to: target, rowsAtOnce: 17) { target in
                    CopyWatch(target) { moment in
                        if moment == last || ends.withLock({ $0.remove(moment) }) != nil { throw CopyWatch.BrokenOff() }
                    }
                }.written
            } catch is CopyWatch.BrokenOff {
                breaks += 1
                guard !ends.withLock({ $0.isEmpty }) else { continue }
                for migrates in [false, true] {
                    #expect(try await target.refusal(migrates: migrates)?.contains("Repeat imugi copy") == true, "\(random)")
                }
            }
        }
        // The last run found that the one before it had done everything.
        #expect(breaks > 4 && written == 0, "\(random)")
        #expect(try await target.rows() == rows, "\(random)")
        #expect(broken(try await Self.proof(target)) == [], "\(random)")
        try await closing(try await target.open()) { store in _ = try await CopiedPlatform(store).pay("after") }
        // It has gone on, so it is no copy any more.
        await #expect(throws: PlatformCopyError.targetTaken, "\(random)") { try await source.copy(to: target) }
    }

    /// Whoever adds a column must say whether it is copied.
    @Test func theTablesAreDescribedAsTheyAre() async throws {
        let described = Dictionary(uniqueKeysWithValues: PlatformTable.all.map { ($0.name, Set($0.columns.map(\.name))) })
        let folder = try TestFolder()
        try await SQLiteStore.openForTest(folder).close()
        let queue = try DatabaseQueue(path: folder.databasePath)
        let inSQLite = try await queue.read { db in
            try Row.fetchAll(
                db, sql: "SELECT t.name AS t, c.name AS c FROM sqlite_schema AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'"
            ).reduce(into: [String: Set<String>]()) { $0[$1["t"], default: []].insert($1["c"]) }
        }
        try queue.close()
        #expect(inSQLite.filter { !["installation", "ledger_clock", "grdb_migrations"].contains($0.key) } == described)

        let pool = try await PostgresPool(PostgresTestDatabase.of(folder).settings())
        let rows = try await pool.read([
            Nodes.statement("SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = 'public'")()
        ])[0]
        var inPostgres: [String: Set<String>] = [:]
        for row in rows {
            let name = try row.text(0)
            inPostgres[name == "users" ? "user" : name, default: []].insert(try row.text(1))
        }
        await pool.close()
        for (table, column) in [("account", "stripe"), ("daily_payout", "shard"), ("callback_attempt", "fence")] {
            #expect(inPostgres[table]?.remove(column) != nil)
        }
        let derived = ["installation", "ledger_shard", "order_count", "schema_version", "directory_version"]
        #expect(inPostgres.filter { !derived.contains($0.key) } == described)
    }

    private static func proof(_ place: CopyPlace) async throws -> LedgerProof {
        try await closing(try await place.open(migrates: false)) { try await $0.proveLedger() }
    }

    /// How many orders the history of an app has.
    private static func orders(_ store: any Store) async throws -> Int64 {
        let page = try await store.orders(matching: OrderFilter(app: Fixture.shop), offset: 0, limit: 1)
        var filter = OrderFilter(app: Fixture.shop)
        filter.user = Fixture.alice
        #expect(try await store.orders(matching: filter, offset: 0, limit: 1).total <= page.total)
        return page.total
    }

    /// The store's next batch goes to another shard meanwhile.
    private static func holdingTheFirstShard<Result: Sendable>(
        of place: CopyPlace, _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        guard case .database(let settings) = place else { throw Unexpected(outcome: "no database") }
        let pool = try await PostgresPool(settings)
        let result = try await pool.withTransaction { transaction in
            _ = try await transaction.run([Nodes.statement("SELECT 1 FROM ledger_shard WHERE shard = 0 FOR UPDATE")()])
            return try await body()
        }
        await pool.close()
        return result
    }

    private static func shard(of row: PlatformRow) -> LedgerShard? {
        guard case .integer(let sequence) = row[0] else { return nil }
        return LedgerShard(of: sequence)
    }
}
