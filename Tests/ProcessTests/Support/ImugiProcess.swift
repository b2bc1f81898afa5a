import Foundation
import TestSupport

/// The built `imugi` as a process of its own. However often and from wherever it is ended, it ends once, and everybody who waits for that
/// is told the same status. It never outlives this object.
final class ImugiProcess: Sendable {
    private let process: ChildProcess
    private let errors: TestFile

    /// Where the package's debug products are.
    static let executable = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: ".build/debug/imugi").path

    /// - Parameter environment: beside what a program needs to start at all; nothing of the test's own settings is passed on.
    fileprivate init(_ arguments: [String], environment: [String: String], input: String?, output: FileHandle) throws {
        errors = try TestFile()
        process = try ChildProcess(
            Self.executable, arguments,
            environment: ["PATH": "/usr/bin:/bin", "TMPDIR": NSTemporaryDirectory()].merging(environment) { $1 },
            input: try TestFile(containing: input ?? "").forReading(), output: output, errors: try errors.forWriting())
    }

    deinit { process.send(SIGKILL) }

    /// What it has written to its standard error so far.
    var log: String { errors.text }
    var identifier: Int32 { process.identifier }

    /// Waits for its end.
    func status() async -> Int32 { await process.status() }

    /// `kill -9`.
    func kill() async { _ = await end(SIGKILL) }

    /// Suspends it, or lets it go on.
    func suspend() { process.send(SIGSTOP) }
    func resume() { process.send(SIGCONT) }

    /// `kill -9` without waiting.
    func killSoon() { process.send(SIGKILL) }

    /// SIGTERM, and the exit status.
    func terminate() async -> Int32 { await end(SIGTERM) }

    private func end(_ signal: Int32) async -> Int32 {
        process.send(signal)
        return await status()
    }
}

// MARK: - Commands

extension ImugiProcess {
    /// What a command that ends by itself has left.
    struct Result: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Runs a command to its end.
    static func run(_ arguments: [String], environment: [String: String] = [:], input: String? = nil) async throws -> Result {
        let output = try TestFile()
        let process = try ImugiProcess(arguments, environment: environment, input: input, output: try output.forWriting())
        let status = await process.status()
        return Result(status: status, output: output.text, errors: process.log)
    }
}

// MARK: - Servers

/// A server that has said that it is ready.
struct ImugiServer: Sendable {
    let process: ImugiProcess
    let url: String
    /// What its platform is kept in, if only this server has it: what is in there goes with it.
    private(set) var place: Place?

    struct NotReady: Error, CustomStringConvertible {
        let line: String
        let log: String
        var description: String { "instead of `ready URL` it printed \(line.debugDescription) and logged: \(log)" }
    }

    /// Starts a command that serves, and waits for its `ready` line.
    static func start(_ arguments: [String], environment: [String: String] = [:]) async throws -> ImugiServer {
        let output = Pipe()
        let process = try ImugiProcess(arguments, environment: environment, input: nil, output: output.fileHandleForWriting)
        // While it is open here the output does not end with the process.
        try output.fileHandleForWriting.close()
        let line = await firstLine(of: output.fileHandleForReading)
        guard line.hasPrefix("ready ") else {
            await process.kill()
            throw NotReady(line: line, log: process.log)
        }
        return ImugiServer(process: process, url: String(line.dropFirst("ready ".count)))
    }

    static func sandbox(_ folder: TestFolder? = nil) async throws -> ImugiServer {
        try await start(["sandbox", "--port", "0"] + (folder.map { ["--data", $0.path] } ?? []))
    }

    static func sandbox(_ place: Place, environment: [String: String] = [:]) async throws -> ImugiServer {
        var server = try await start(["sandbox", "--port", "0"] + place.arguments, environment: environment)
        server.place = place
        return server
    }

    /// The line, or what there is of it when the process ends.
    private static func firstLine(of handle: FileHandle) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var bytes: [UInt8] = []
                while let byte = (try? handle.read(upToCount: 1))?.first, byte != UInt8(ascii: "\n") { bytes.append(byte) }
                continuation.resume(returning: String(decoding: bytes, as: UTF8.self))
            }
        }
    }
}

// MARK: - Files

/// A folder's path under the system's temporary one; what is in it goes with this object.
final class TestFolder: Sendable {
    let path = FileManager.default.temporaryDirectory.appending(path: "imugi-\(UUID().uuidString.prefix(8))").path

    func make() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    // What is left behind in a temporary folder harms nobody.
    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A temporary file that goes with this object.
final class TestFile: Sendable {
    let path = FileManager.default.temporaryDirectory.appending(path: "imugi-\(UUID().uuidString.prefix(13))").path

    init(containing text: String = "") throws { try Data(text.utf8).write(to: URL(filePath: path)) }

    var text: String { String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self) }

    func forWriting() throws -> FileHandle { try FileHandle(forWritingTo: URL(filePath: path)) }
    func forReading() throws -> FileHandle { try FileHandle(forReadingFrom: URL(filePath: path)) }

    // What is left behind in a temporary folder harms nobody.
    deinit { try? FileManager.default.removeItem(atPath: path) }
}
