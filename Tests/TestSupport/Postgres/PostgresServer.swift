import Foundation

/// A PostgreSQL of this test run's own, as durable as one that is for real use, on a Unix socket only.
package final class PostgresServer: Sendable {
    /// Serves every test that does it no harm.
    package static let shared = Task { try await PostgresServer().started() }

    package let folder: String
    private let installation: PostgresInstallation
    private var data: String { "\(folder)/data" }

    /// Makes a server that does not run yet.
    package init() async throws {
        installation = try await PostgresInstallation.shared.value
        folder = try await installation.newServerFolder()
    }

    /// - Parameter settings: as in `postgresql.conf`.
    @discardableResult
    package func started(_ settings: [String: String] = [:]) async throws -> PostgresServer {
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
    package func stop(_ mode: String = "fast") async throws {
        try await installation.run("pg_ctl", "-D", data, "-w", "-t", "60", "-m", mode, "stop")
    }

    /// Makes an empty database, or one that holds what `template` does.
    package func makeDatabase(_ name: String, from template: String = "template0") async throws {
        try await installation.run("createdb", "-h", folder, "-U", "imugi", "-T", template, name)
    }

    package func dropDatabase(_ name: String) async throws {
        try await installation.run("dropdb", "-h", folder, "-U", "imugi", "--force", name)
    }

    /// Copies a database into a new one by way of a file, as operators do it.
    package func backUpAndRestore(_ database: String, as name: String) async throws {
        let file = "\(folder)/\(name).dump"
        try await installation.run("pg_dump", "-h", folder, "-U", "imugi", "--format=custom", "--file=\(file)", database)
        try await makeDatabase(name)
        try await installation.run("pg_restore", "-h", folder, "-U", "imugi", "--exit-on-error", "--dbname=\(name)", file)
    }

    /// Makes it a standby from its next start on.
    package func becomeStandby() throws { try Data().write(to: URL(filePath: "\(data)/standby.signal")) }

    /// Has the server ask this user for a password from its next start on.
    package func askForPassword(of user: String) throws {
        let path = URL(filePath: "\(data)/pg_hba.conf")
        // The first line that fits a user counts.
        try Data("local all \(user) scram-sha-256\n".utf8 + Data(contentsOf: path)).write(to: path)
    }

    /// - Parameter parameters: further ones, as libpq names them, such as `options=…`.
    package func address(user: String = "imugi", database: String = "postgres", _ parameters: String = "") -> String {
        "postgres://\(user)@/\(database)?host=\(folder)" + (parameters.isEmpty ? "" : "&\(parameters)")
    }

    package var socket: String { "\(folder)/.s.PGSQL.5432" }
}
