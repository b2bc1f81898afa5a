import Foundation
import PayStorePostgres
import TestSupport

/// A PostgreSQL of this test run's own, as durable as one that is for real use, on a Unix socket only.
final class PostgresServer: Sendable {
    /// Serves every test that does it no harm.
    static let shared = Task { try await PostgresServer().started() }

    let folder: String
    private let installation: PostgresInstallation
    private var data: String { "\(folder)/data" }

    /// Makes a server that does not run yet.
    init() async throws {
        installation = try await PostgresInstallation.shared.value
        folder = try await installation.newServerFolder()
    }

    /// - Parameter settings: as in `postgresql.conf`.
    @discardableResult
    func started(_ settings: [String: String] = [:]) async throws -> PostgresServer {
        let standard = [
            "listen_addresses": "", "unix_socket_directories": folder, "fsync": "on", "shared_buffers": "16MB",
            // Every test that runs at the same time has a pool of its own.
            "max_connections": "400",
            "deadlock_timeout": "20ms",
        ]
        let all = standard.merging(settings) { $1 }
        let options = all.map { "-c \($0)='\($1)'" }.joined(separator: " ")
        try await installation.run("pg_ctl", "-D", data, "-w", "-t", "60", "-l", "\(folder)/log", "-o", options, "start")
        return self
    }

    /// - Parameter mode: `fast`, or `immediate`, which is a crash as far as connections and data go.
    func stop(_ mode: String = "fast") async throws {
        try await installation.run("pg_ctl", "-D", data, "-w", "-t", "60", "-m", mode, "stop")
    }

    /// Makes it a standby from its next start on.
    func becomeStandby() throws { try Data().write(to: URL(filePath: "\(data)/standby.signal")) }

    /// Has the server ask this user for a password from its next start on.
    func askForPassword(of user: String) throws {
        let path = URL(filePath: "\(data)/pg_hba.conf")
        // The first line that fits a user counts.
        try Data("local all \(user) scram-sha-256\n".utf8 + Data(contentsOf: path)).write(to: path)
    }

    /// - Parameter parameters: further ones, as libpq names them, such as `options=…`.
    func address(user: String = "imugi", _ parameters: String = "") -> String {
        "postgres://\(user)@/postgres?host=\(folder)" + (parameters.isEmpty ? "" : "&\(parameters)")
    }

    var socket: String { "\(folder)/.s.PGSQL.5432" }

    /// The standard settings for this server, changed. Limits that a test does not wait for are long, for a machine that is busy.
    func settings(_ change: (inout PostgresSettings) -> Void = { _ in }) -> PostgresSettings {
        var settings = PostgresSettings(address: address())
        settings.patient()
        change(&settings)
        return settings
    }

    /// A pool on this server, closed after `body`.
    func withPool<Value: Sendable>(
        _ settings: PostgresSettings? = nil, _ surroundings: PostgresSurroundings = PostgresSurroundings(),
        _ body: @Sendable (PostgresPool) async throws -> Value
    ) async throws -> Value {
        let pool = try await PostgresPool(settings ?? self.settings(), surroundings)
        do {
            let value = try await body(pool)
            await pool.close()
            return value
        } catch {
            await pool.close()
            throw error
        }
    }
}

extension PostgresSettings {
    /// Sets the limits that no test waits for.
    mutating func patient() {
        waitMax = .seconds(120)
        connectMax = .seconds(120)
        statementMax = .seconds(120)
        lockMax = .seconds(120)
        idleInTransactionMax = .seconds(120)
        answerMax = .seconds(240)
    }
}
