import GRDB
import PayDomain
import PayLedger
import PayStoreSQLite
import Testing

/// What a step of a proof leaves alone.
@Suite struct ProofSnapshotTests {
    /// A read that is still open keeps SQLite from cutting its log back.
    @Test func noStepKeepsItsSnapshot() async throws {
        let folder = try TestFolder()
        try await SmallLedger.fill(folder)
        let store = try await SQLiteStore.openForTest(folder)
        let committer = try await Fixture.committer(store)
        var prover = LedgerProver()
        var steps = 0
        while !prover.isFinished {
            try await prover.step(store, rows: 3)
            steps += 1
            if steps <= 4 { try await committer.submit(.deposit(1, to: Fixture.alice, as: "d:\(steps)")) }
            #expect(try folder.cutsLogBack())
        }
        #expect(steps > 6 && broken(prover.finish()) == [])

        // Such a read is noticed.
        try await folder.reading {
            try await committer.submit(.deposit(1, to: Fixture.alice, as: "last"))
            #expect(try !folder.cutsLogBack())
        }
        try await store.close()
    }

    /// What is read stays bounded only if no statement looks through a table.
    @Test(arguments: ProofStatements.all) func eachStatementFindsItsRowsByAnIndex(sql: String) async throws {
        let folder = try TestFolder()
        try await SmallLedger.fill(folder)
        let values = StatementArguments(sql.filter { $0 == "?" }.map { _ in 1 })
        let plan = try folder.edit { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(sql)", arguments: values).map { $0["detail"] as String }
        }
        #expect(plan.contains { $0.hasPrefix("SEARCH") } && !plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") || $0.contains("AUTOMATIC") }, "\(plan)")
    }

    @Test func whatIsChangedBehindThePositionIsFoundByTheNextProof() async throws {
        let folder = try TestFolder()
        try await SmallLedger.fill(folder)
        let store = try await SQLiteStore.openForTest(folder)
        var prover = LedgerProver()
        while prover.progress.transactions < 3 { try await prover.step(store, rows: 1) }
        try folder.tamper("UPDATE ledger_transaction SET time = time + 1 WHERE sequence = 2")
        while !prover.isFinished { try await prover.step(store, rows: 1) }
        #expect(broken(prover.finish()) == [])
        #expect(broken(try await Proving.steps(rows: 1).prove(store)) == ["I7"])
        try await store.close()
    }

    @Test func anAccountThatComesIntoBeingBehindThePositionIsLeftToTheNextProof() async throws {
        let folder = try TestFolder()
        try await SmallLedger.fill(folder)
        let store = try await SQLiteStore.openForTest(folder)
        let committer = try await Fixture.committer(store)
        var prover = LedgerProver()
        // Commission, issuance and the manager's; alice's is still to come.
        while prover.progress.accounts < 3 { try await prover.step(store, rows: 1) }
        try await committer.submit(.deposit(5, to: Fixture.manager, as: "behind"))
        try await committer.submit(.deposit(6, to: Fixture.bob, as: "ahead"))
        while !prover.isFinished { try await prover.step(store, rows: 1) }
        let proof = prover.finish()
        let whole = try await store.proveLedger()
        #expect(broken(proof) == [] && prover.progress.accounts == 5)
        #expect(proof.coins == whole.coins)
        try folder.tamper("UPDATE account SET total = total + 1 WHERE owner = 1")
        #expect(broken(try await Proving.steps(rows: 1).prove(store)) == ["I2", "I3"])
        try await store.close()
    }

    @Test func aBatchHasNoMoreRowsThanAskedFor() async throws {
        let folder = try TestFolder()
        try await SmallLedger.fill(folder)
        let store = try await SQLiteStore.openForTest(folder)
        var position = ProofPosition()
        var sizes: [[Int]] = []
        while true {
            let batch = try await store.proofBatch(from: position, rows: 6)
            sizes.append([batch.transactions.count, batch.orders.count, batch.holds.count, batch.balances.count])
            position = batch.position
            if batch.end != nil { break }
        }
        // Eight transactions, five orders, two holds, and four accounts: alice's, the manager's, issuance and commission.
        #expect(sizes == [[6, 0, 0, 0], [2, 4, 0, 0], [0, 1, 2, 3], [0, 0, 0, 1]])
        try await store.close()
    }
}

extension TestFolder {
    /// Changes rows as somebody would who has the file, also while a store has it open.
    func tamper(_ sql: String) throws {
        try edit { db in
            for trigger in try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
                try db.execute(sql: "DROP TRIGGER \(trigger)")
            }
            try db.execute(sql: sql)
            #expect(db.totalChangesCount > 0, "nothing was tampered with")
        }
    }

    /// Whether the whole log can be copied into the database and emptied.
    fileprivate func cutsLogBack() throws -> Bool {
        try edit { db in try Int.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)") == 0 }
    }

    /// Runs `body` while a read is open.
    fileprivate func reading(_ body: () async throws -> Void) async throws {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let queue = try DatabaseQueue(path: databasePath, configuration: configuration)
        try queue.inDatabase { db in
            try db.beginTransaction(.deferred)
            _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM orders")
        }
        try await body()
        try queue.inDatabase { db in try db.rollback() }
        try queue.close()
    }
}
