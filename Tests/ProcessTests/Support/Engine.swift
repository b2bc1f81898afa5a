import Foundation
import PayStorePostgres
import TestSupport
import Testing

/// What a platform is kept in. What holds for both is a test that is given each of them.
enum Engine: String, CaseIterable, CustomTestStringConvertible, Sendable {
    case sqlite = "SQLite"
    case postgres = "PostgreSQL"

    var testDescription: String { rawValue }

    /// A new place, in which there is no platform yet.
    func newPlace() async throws -> Place {
        switch self {
        case .sqlite: .folder(TestFolder())
        case .postgres: .database(try await TestDatabase())
        }
    }
}

/// Where one test's platform is kept.
enum Place: Sendable {
    case folder(TestFolder)
    case database(TestDatabase)

    /// How a command is told of it.
    var arguments: [String] {
        switch self {
        case .folder(let folder): ["--data", folder.path]
        case .database(let database): ["--database", database.address]
        }
    }

    /// The same in the environment.
    var environment: [String: String] {
        switch self {
        case .folder(let folder): ["IMUGI_DATA": folder.path]
        case .database(let database): ["IMUGI_DATABASE": database.address]
        }
    }
}

/// A database of one test's own.
struct TestDatabase: Sendable {
    let server: PostgresServer
    private let name = "process_\(UUID().uuidString.prefix(8).lowercased())"

    /// Makes an empty one.
    ///
    /// - Parameter server: runs; without it the one that the run's tests share.
    init(on server: PostgresServer? = nil) async throws {
        let shared = PostgresServer.shared
        self.server = if let server { server } else { try await shared.value }
        try await self.server.makeDatabase(name)
    }

    var address: String { server.address(database: name) }

    /// Where it is reached over a link.
    func address(over link: WatchedLink) -> String { link.address(database: name) }

    /// Where it is reached on whichever of these servers takes writes.
    func address(onPrimaryOf servers: [PostgresServer]) -> String {
        let hosts = servers.map(\.folder).joined(separator: ",")
        return "postgres://imugi@/\(name)?host=\(hosts)&target_session_attrs=read-write"
    }

    /// Somebody else who works in the same database, for as long as `body` runs.
    func withPeer<Result: Sendable>(_ body: @Sendable (Peer) async throws -> Result) async throws -> Result {
        var settings = PostgresSettings(address: address)
        settings.applicationName = "peer"
        // The peer is the one who makes others wait.
        (settings.statementMax, settings.lockMax) = (.seconds(100), .seconds(100))
        (settings.idleInTransactionMax, settings.answerMax) = (.seconds(100), .seconds(110))
        let pool = try await PostgresPool(settings)
        do {
            let result = try await body(Peer(pool: pool))
            await pool.close()
            return result
        } catch {
            await pool.close()
            throw error
        }
    }
}

/// Somebody who works in a platform's database beside its nodes.
struct Peer: Sendable {
    fileprivate let pool: PostgresPool

    /// Runs statements, each as a transaction of its own.
    func run(_ statements: String...) async throws {
        for sql in statements { _ = try await pool.read([Self.call(sql)]) }
    }

    /// The number that a query gives.
    func number(_ sql: String) async throws -> Int64? { try await pool.read([Self.call(sql)])[0].first?.int64(0) }

    /// Keeps what these statements lock until `body` has ended.
    func holding<Result: Sendable>(_ statements: String..., while body: @Sendable () async throws -> Result) async throws -> Result {
        try await pool.withTransaction { transaction in
            for sql in statements { _ = try await transaction.run([Self.call(sql)]) }
            return try await body()
        }
    }

    private static func call(_ sql: String) -> PostgresCall {
        // A statement's name stands for one text.
        PostgresStatement("peer_\(String(UInt(bitPattern: sql.hashValue), radix: 36))", sql)()
    }
}
