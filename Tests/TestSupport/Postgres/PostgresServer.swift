import Foundation

/// A PostgreSQL of this test run's own, as durable as one that is for real use, on a Unix socket only.
package final class PostgresServer: Sendable {
    /// Serves every test that does it no harm.
    package static let shared = Task { try await PostgresServer().started() }

    package let folder: String
    private let installation: PostgresInstallation
    private var data: String { "\(folder)/data" }

    /// Makes a server that does not run yet.
    package convenience init() async throws { try await self.init(PostgresInstallation.shared.value) { try await $0.copyTemplate(to: $1) } }

    /// Makes one whose data, but not its log of what is to be written, are on a disk of their own that is as small as this. Takes root.
    ///
    /// - Parameter size: as `mount` takes it, such as `64m`.
    package convenience init(onDiskOf size: String) async throws {
        try await self.init(PostgresInstallation.shared.value) { installation, folder in
            try await installation.mountDisk(of: size, at: "\(folder)/data")
            try await installation.copyTemplate(to: folder)
            // Without room for that log a PostgreSQL does not go on at all.
            try await installation.run(path: "/bin/mv", "\(folder)/data/pg_wal", "\(folder)/wal")
            try await installation.run(path: "/bin/ln", "-s", "\(folder)/wal", "\(folder)/data/pg_wal")
        }
    }

    /// Whether this process may make one of those.
    package static func canHaveDisk() async throws -> Bool { try await PostgresInstallation.shared.value.canMountDisk() }

    /// Makes a standby of another server, which runs and goes on.
    package convenience init(standbyOf primary: PostgresServer) async throws {
        try await self.init(PostgresInstallation.shared.value) { installation, folder in
            try await installation.run(
                "pg_basebackup", "-h", primary.folder, "-U", "imugi", "-D", "\(folder)/data", "--checkpoint=fast", "--write-recovery-conf")
        }
    }

    private init(
        _ installation: PostgresInstallation, _ fill: (PostgresInstallation, _ folder: String) async throws -> Void
    ) async throws {
        self.installation = installation
        folder = try await installation.newServerFolder()
        try await fill(installation, folder)
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

    /// `kill -9`, which leaves its sessions to find out for themselves.
    package func kill() async throws {
        let path = "\(data)/postmaster.pid"
        guard let line = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").first, let process = pid_t(line) else {
            throw CocoaError(.fileReadCorruptFile)
        }
        Foundation.kill(process, SIGKILL)
        // Nobody is to take another process of this number for it.
        try FileManager.default.removeItem(atPath: path)
    }

    /// Makes a standby the primary.
    package func promote() async throws { try await installation.run("pg_ctl", "-D", data, "-w", "-t", "60", "promote") }

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
    package func becomeStandby() throws { try Data().write(to: URL(filePath: standbySignal)) }

    /// Makes it a primary again from its next start on, one that was never promoted.
    package func ceaseStandby() throws { try FileManager.default.removeItem(atPath: standbySignal) }

    private var standbySignal: String { "\(data)/standby.signal" }

    /// Fills the rest of the disk that the data are on.
    package func fillDisk() throws {
        let path = "\(data)/ballast"
        try Data().write(to: URL(filePath: path))
        let ballast = try FileHandle(forWritingTo: URL(filePath: path))
        let piece = Data(count: 4_096)
        // The write that does not fit any more is the end.
        while (try? ballast.write(contentsOf: piece)) != nil {}
        try ballast.close()
    }

    /// Undoes ``fillDisk()``.
    package func clearDisk() throws { try FileManager.default.removeItem(atPath: "\(data)/ballast") }

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
