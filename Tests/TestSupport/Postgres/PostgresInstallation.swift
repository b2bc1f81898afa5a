import Foundation

/// PostgreSQL's programs on this machine, and a folder for this test run's databases that is gone after it, however it ends.
struct PostgresInstallation: Sendable {
    static let shared = Task { try await PostgresInstallation() }

    private struct Failed: Error, CustomStringConvertible { let description: String }

    private let programs: String
    private let root: String
    /// What stands before a program: none of them runs as root.
    private let asUser: [String]
    private let owner: [FileAttributeKey: any Sendable]
    /// Its end tells the keeper that this run is over.
    private let keeperInput: Pipe

    private init() async throws {
        programs = try await Self.findPrograms()
        let folder = URL(filePath: "/tmp/imugi-postgres-\(UUID().uuidString.prefix(8))")
        root = folder.path
        if geteuid() == 0 {
            guard let account = getpwnam("postgres") ?? getpwnam("nobody") else {
                throw Failed(description: "neither a user postgres nor nobody is there to run PostgreSQL")
            }
            let (user, group) = (account.pointee.pw_uid, account.pointee.pw_gid)
            asUser = ["/usr/bin/setpriv", "--reuid=\(user)", "--regid=\(group)", "--clear-groups"]
            owner = [.ownerAccountID: Int(user), .groupOwnerAccountID: Int(group)]
        } else {
            asUser = []
            owner = [:]
        }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false, attributes: owner)
        keeperInput = Pipe()
        try startKeeper()
        try await run(
            "initdb", "-D", "\(root)/template", "-U", "imugi", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-instructions")
    }

    /// The folder of a new server, its data to be put in `data`.
    func newServerFolder() async throws -> String {
        let folder = "\(root)/\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false, attributes: owner)
        return folder
    }

    /// Gives a server data that hold nothing yet.
    func copyTemplate(to folder: String) async throws { try await run(path: "/bin/cp", "-R", "-T", "\(root)/template", "\(folder)/data") }

    /// Whether this process may do what ``mountDisk(of:at:)`` does.
    func canMountDisk() async throws -> Bool {
        guard geteuid() == 0 else { return false }
        let folder = try await newServerFolder()
        do { try await mountDisk(of: "64k", at: "\(folder)/data") } catch { return false }
        return true
    }

    /// Mounts a disk in memory, which the keeper takes away.
    func mountDisk(of size: String, at path: String) async throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false, attributes: owner)
        let identity = zip(["uid", "gid"], [FileAttributeKey.ownerAccountID, .groupOwnerAccountID])
            .map { "\($0)=\(owner[$1] as? Int ?? 0)" }.joined(separator: ",")
        try await perform(["/bin/mount", "-t", "tmpfs", "-o", "size=\(size),mode=700,\(identity)", "imugi-test", path])
    }

    func run(_ program: String, _ arguments: String...) async throws { try await run(path: "\(programs)/\(program)", arguments) }

    func run(path: String, _ arguments: String...) async throws { try await run(path: path, arguments) }

    private func run(path: String, _ arguments: [String]) async throws { try await perform(asUser + [path] + arguments) }

    private func perform(_ words: [String]) async throws {
        let printed = "\(root)/printed-\(UUID().uuidString)"
        try Data().write(to: URL(filePath: printed))
        let output = try FileHandle(forWritingTo: URL(filePath: printed))
        let process = try ChildProcess(
            words[0], Array(words.dropFirst()), environment: Self.environment, input: try Self.nothing(), output: output, errors: output)
        guard await process.status() == 0 else {
            throw Failed(description: "\(words.joined(separator: " ")) failed: \(try String(contentsOfFile: printed, encoding: .utf8))")
        }
        try FileManager.default.removeItem(atPath: printed)
    }

    /// Stops every server and removes the folder once this run has ended, be it by a crash.
    private func startKeeper() throws {
        let stop = (asUser + ["\(programs)/pg_ctl"]).joined(separator: " ")
        let script = """
            cat
            for data in \(root)/*/data; do
                \(stop) -D "$data" -m immediate stop
                mountpoint -q "$data" && umount -l "$data"
            done
            rm -rf \(root)
            """
        // The other end must be open in this process alone.
        guard fcntl(keeperInput.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC) == 0 else {
            throw Failed(description: "the keeper's pipe cannot be kept from other programs")
        }
        _ = try ChildProcess(
            "/bin/sh", ["-c", script], environment: Self.environment, input: keeperInput.fileHandleForReading, output: try Self.nothing(),
            errors: try Self.nothing())
    }

    /// Foundation's own null device has no file on Linux that a program could be given.
    private static func nothing() throws -> FileHandle { try FileHandle(forUpdating: URL(filePath: "/dev/null")) }

    private static let environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C"]

    private static func findPrograms() async throws -> String {
        let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardizedFileURL
        let output = Pipe()
        let process = try ChildProcess(
            repository.appending(path: "scripts/postgres-bin").path, [],
            environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""], input: try Self.nothing(),
            output: output.fileHandleForWriting, errors: try Self.nothing())
        let status = await process.status()
        try output.fileHandleForWriting.close()
        guard status == 0, let text = String(data: try output.fileHandleForReading.readToEnd() ?? Data(), encoding: .utf8) else {
            throw Failed(description: "PostgreSQL's programs are missing. Run scripts/require build, which installs them.")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
