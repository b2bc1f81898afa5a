import PayCore
import PayDomain
import PayStorePostgres
import TestSupport
import Testing

/// Changes of the directory and of users beside other nodes' payments and changes.
@Suite(.timeLimit(.minutes(2))) struct DirectoryChangeTests {
    /// Of two batches the first holds the head of one chain when the change begins, and the second comes to that of another while the
    /// change waits.
    @Test func aChangeWaitsForBatchesUnderWayAndLaterOnesSeeIt() async throws {
        try await Nodes.with { nodes in
            let before = try #require(try await nodes.second.store.directoryVersion())
            var app = try nodes.first.app()
            app.isEnabled = false
            let disabling = DirectoryChange.updateApp(app)
            let (change, batch) = try await nodes.holding("SELECT shard FROM ledger_shard WHERE shard = 7") {
                let change = Task { try await nodes.first.platform.change(disabling) }
                try await nodes.waiters(1)
                #expect(try nodes.first.app().isEnabled)
                #expect(try await nodes.second.store.loadDirectory().apps[Fixture.shop]?.isEnabled == true)
                let batch = Task { try await Self.batch(on: 3, nodes) }
                try await nodes.waiters(2)
                return (change, batch)
            }
            #expect(try await batch.value == before + 1)
            try await change.value
            #expect(try !nodes.first.app().isEnabled && nodes.first.platform.directory.current.version == before + 1)
            #expect(try nodes.second.app().isEnabled)
            try await nodes.second.platform.directory.refresh(from: nodes.second.store)
            #expect(try !nodes.second.app().isEnabled)
        }
    }

    /// - Returns: the version of the directory that a batch on this shard finds.
    private static func batch(on shard: Int64, _ nodes: Nodes) async throws -> Int64 {
        try await nodes.pool.withTransaction { transaction in
            let rows = try await transaction.run([
                Nodes.statement("SELECT shard FROM ledger_shard WHERE shard = \(shard) FOR UPDATE")(),
                Nodes.statement("SELECT version FROM directory_version")(),
            ])
            return try rows[1][0].int64(0)
        }
    }

    @Test func changesAtTheSameTimeAllEndInTheDirectoryOfEachNode() async throws {
        try await Nodes.with { nodes in
            let before = try #require(try await nodes.first.store.directoryVersion())
            let versions = try await nodes.race(30) { node, number in
                let applied = Locked<Int64>(0)
                let company = Company(id: try #require(CompanyID("company-\(number)")), name: "\(number)")
                try await node.store.change(.addCompany(company)) { directory in
                    applied.withLock { $0 = directory.version }
                    node.platform.directory.replace(with: directory)
                }
                return applied.withLock { $0 }
            }
            // Each has come out of its own transaction.
            #expect(versions.sorted() == (1...30).map { before + $0 })
            for node in [nodes.first, nodes.second] {
                try await node.platform.directory.refresh(from: node.store)
                let directory = node.platform.directory.current
                #expect(directory.version == before + 30 && directory.companies.count == 31)
            }
        }
    }

    @Test func aChangeThatFailsIsNotCounted() async throws {
        try await Nodes.with { nodes in
            let before = try await nodes.first.store.directoryVersion()
            await #expect(throws: DirectoryConflict.exists) {
                try await nodes.first.platform.change(.addCompany(Fixture.company))
            }
            await #expect(throws: DirectoryConflict.unknown) {
                try await nodes.second.platform.change(.updateApp(Fixture.makeApp(Fixture.app("stranger"), manager: Fixture.manager)))
            }
            try await nodes.first.platform.change(.setPaymentsFrozen(Fixture.alice, true))
            #expect(try await nodes.first.store.directoryVersion() == before)
        }
    }

    /// What a confirmation is decided on is counted, and nothing else: each try of the password would refuse the confirmation it is for.
    @Test func eachChangeOfWhatAConfirmationIsDecidedOnIsCounted() async throws {
        try await Nodes.with { nodes in
            func version() async throws -> Int64 { try await nodes.number("SELECT version FROM users WHERE id = \(Fixture.alice)") }
            let changes: [DirectoryChange] = [
                .setPassword(Fixture.alice, hash: "p"), .setTradePassword(Fixture.alice, hash: "t"),
                .setPaymentsFrozen(Fixture.alice, true), .setUserEnabled(Fixture.alice, false), .setUserEnabled(Fixture.alice, true),
            ]
            for change in changes {
                let before = try await version()
                try await nodes.first.platform.change(change)
                #expect(try await version() == before + 1, "\(change)")
            }
            let before = try await version()
            _ = try await nodes.first.store.beginTradePasswordTry(
                Fixture.alice, now: Fixture.start, limit: 5, lockEnd: Fixture.after(60))
            try await nodes.second.store.takeBackTradePasswordTry(Fixture.alice)
            try await nodes.second.store.clearTradePasswordTries(Fixture.alice)
            #expect(try await version() == before)
        }
    }
}
