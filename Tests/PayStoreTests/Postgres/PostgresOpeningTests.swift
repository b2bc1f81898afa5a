import Foundation
import PayCore
import PayDomain
import PayLedger
import PayStorePostgres
import TestSupport
import Testing

/// Which databases are opened as a platform, and which are not.
@Suite(.timeLimit(.minutes(4))) struct PostgresOpeningTests {
    @Test func nothingIsServedWhereNoPlatformWasMade() async throws {
        try await withEmptyDatabase { settings in
            await #expect(throws: PostgresStoreError.noPlatform) { try await open(settings, migrates: false) }
            let isThere = try await PostgresStore.hasPlatform(settings)
            #expect(!isThere)
        }
    }

    @Test func anyNumberOfProcessesMayMigrateAtOnceAndAgain() async throws {
        try await withEmptyDatabase { settings in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 { group.addTask { try await open(settings, migrates: true) } }
                try await group.waitForAll()
            }
            try await open(settings, migrates: true)
            try await open(settings, migrates: false)
            #expect(try await number("SELECT version FROM schema_version", settings) == Schema.current)
            #expect(try await number("SELECT count(*) FROM ledger_shard", settings) == 16)
        }
    }

    /// Nodes are exchanged one by one, so a program works with the schema of the next version too.
    @Test func aProgramWorksWithItsOwnSchemaAndWithTheNext() async throws {
        try await withEmptyDatabase { settings in
            try await open(settings, migrates: true)
            try await set(Schema.current + 1, settings)
            try await open(settings, migrates: false)
            await #expect(throws: PostgresStoreError.schemaTooNew(found: Schema.current + 1)) { try await open(settings, migrates: true) }
            try await set(Schema.current + 2, settings)
            await #expect(throws: PostgresStoreError.schemaTooNew(found: Schema.current + 2)) { try await open(settings, migrates: false) }
            // A program before this one has made it.
            try await set(Schema.current - 1, settings)
            await #expect(throws: (any Error).self) { try await open(settings, migrates: false) }
        }
    }

    @Test func theOtherPurposeAndAnotherMasterKeyAreRefused() async throws {
        try await withEmptyDatabase { settings in
            try await open(settings, migrates: true)
            for migrates in [false, true] {
                await #expect(throws: PostgresStoreError.purposeDiffers(stored: "serve", wanted: "sandbox")) {
                    try await open(settings, as: .sandbox, migrates: migrates)
                }
                await #expect(throws: PostgresStoreError.wrongMasterKey) {
                    try await open(settings, migrates: migrates, sealer: XORSealer(key: 8))
                }
            }
        }
    }

    /// The documented way to back up: a dump that is restored into another database holds the same ledger, and goes on from there.
    @Test func aDumpThatIsRestoredIsTheSameProvedLedger() async throws {
        let folder = try TestFolder()
        let store = try await PostgresStore.openForTest(folder)
        try await Fixture.fill(store)
        let committer = try await Fixture.committer(store)
        try await committer.submit(.deposit(1_000, to: Fixture.manager, as: "d"))
        try await committer.submit(.deposit(1_000, to: Fixture.alice, as: "e"))
        for number in 0..<20 { try await committer.submit(.pay(3, as: "p\(number)")) }
        try await committer.submit(.apply(7, as: "a", code: 1))
        try await committer.submit(.confirm("a", code: 1))
        let proof = try await store.proveLedger()
        try await store.close()

        let database = try await PostgresTestDatabase.of(folder)
        let restored = PostgresTestDatabase(server: database.server, name: "\(database.name)_restored")
        try await database.server.backUpAndRestore(database.name, as: restored.name)
        let again = try await PostgresStore.open(
            restored.settings(), purpose: .serve, migrates: false, sealer: XORSealer(key: 7), logger: testLogger)
        let after = try await again.proveLedger()
        #expect(after.holds && after.chainHead == proof.chainHead && after.transactions == proof.transactions && proof.transactions == 23)
        // The triggers are there again, and so is the number of the last order.
        let order = try await Fixture.committer(again).order(.pay(1, as: "later"))
        let earlier = try #require(try await again.order(Fixture.key("p19")))
        #expect(earlier.id < order.id)
        #expect(try await again.proveLedger().holds)
        try await again.close()
        let error = await #expect(throws: PostgresError.self) { try await run("DELETE FROM orders", restored.settings()) }
        #expect(error?.sqlState == "P0001")
    }

    private func withEmptyDatabase(_ body: (PostgresSettings) async throws -> Void) async throws {
        let server = try await PostgresServer.shared.value
        let name = "empty_\(UUID().uuidString.prefix(8).lowercased())"
        try await server.makeDatabase(name)
        try await body(PostgresTestDatabase(server: server, name: name).settings())
    }

    private func open(
        _ settings: PostgresSettings, as purpose: StorePurpose = .serve, migrates: Bool, sealer: any Sealer = XORSealer(key: 7)
    ) async throws {
        try await PostgresStore.open(settings, purpose: purpose, migrates: migrates, sealer: sealer, logger: testLogger).close()
    }

    private func set(_ version: Int64, _ settings: PostgresSettings) async throws {
        try await run("UPDATE schema_version SET version = \(version)", settings)
    }

    private func run(_ sql: String, _ settings: PostgresSettings) async throws { _ = try await rows(sql, settings) }

    private func number(_ sql: String, _ settings: PostgresSettings) async throws -> Int64? {
        try await rows(sql, settings).first?.int64(0)
    }

    private func rows(_ sql: String, _ settings: PostgresSettings) async throws -> PostgresRows {
        let pool = try await PostgresPool(settings)
        do {
            let rows = try await pool.read([Nodes.statement(sql)()])[0]
            await pool.close()
            return rows
        } catch {
            await pool.close()
            throw error
        }
    }
}
