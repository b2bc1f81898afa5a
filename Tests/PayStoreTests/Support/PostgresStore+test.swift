import PayDomain
import PayLedger
import PayStorePostgres
import Synchronization
import TestSupport

extension StoreFactory {
    static let postgres = StoreFactory(name: "PostgreSQL", numbering: LedgerNumbering(of: .first)) { folder in
        try await PostgresStore.openForTest(folder)
    }
}

extension PostgresStore {
    /// Opens the store in the database that belongs to the folder; makes one first if it has none yet.
    static func openForTest(
        _ folder: TestFolder, purpose: StorePurpose = .serve, sealer: any Sealer = XORSealer(key: 7),
        _ change: (inout PostgresSettings) -> Void = { _ in }
    ) async throws -> PostgresStore {
        var settings = try await PostgresTestDatabase.of(folder).settings()
        change(&settings)
        return try await open(settings, purpose: purpose, migrates: false, sealer: sealer, logger: testLogger)
    }
}

/// A database of one test, on the server that the run's tests share.
struct PostgresTestDatabase: Sendable {
    private static let made = Mutex<[String: Task<PostgresTestDatabase, any Error>]>([:])

    let server: PostgresServer
    let name: String

    /// The folder's database. A new one has the schema and nothing else.
    static func of(_ folder: TestFolder) async throws -> PostgresTestDatabase {
        let task = made.withLock { made in
            if let task = made[folder.path] { return task }
            let task = Task { try await make() }
            made[folder.path] = task
            return task
        }
        return try await task.value
    }

    func settings() -> PostgresSettings { Self.patient(server.address(database: name)) }

    /// Limits that a test does not wait for are long, for a machine that is busy.
    static func patient(_ address: String) -> PostgresSettings {
        var settings = PostgresSettings(address: address)
        settings.connectionsMax = 4
        settings.waitMax = .seconds(120)
        settings.connectMax = .seconds(120)
        settings.statementMax = .seconds(120)
        settings.lockMax = .seconds(120)
        settings.idleInTransactionMax = .seconds(120)
        settings.answerMax = .seconds(240)
        return settings
    }

    private static func make() async throws -> PostgresTestDatabase {
        let name = try await Templates.shared.value.makeDatabase()
        return PostgresTestDatabase(server: try await PostgresServer.shared.value, name: name)
    }

    /// Makes databases out of one that has been migrated, one at a time: the server copies a template only while nobody uses it.
    private actor Templates {
        static let shared = Task { try await Templates() }

        private let server: PostgresServer
        private var count = 0

        init() async throws {
            server = try await PostgresServer.shared.value
            try await server.makeDatabase("imugi_template")
            let database = PostgresTestDatabase(server: server, name: "imugi_template")
            try await PostgresStore.open(
                database.settings(), purpose: .serve, migrates: true, sealer: XORSealer(key: 7), logger: testLogger
            ).close()
        }

        func makeDatabase() async throws -> String {
            count += 1
            let name = "imugi_\(count)"
            try await server.makeDatabase(name, from: "imugi_template")
            return name
        }
    }
}
