import Foundation
import TestSupport

/// An `imugi` command whose progress a test follows line by line. It never outlives this object.
final class SteppedCommand: Sendable {
    private let process: ChildProcess
    private let output: TestFile
    private let lines: AsyncStream<String>

    init(_ arguments: [String], environment: [String: String] = [:]) throws {
        let errors = Pipe()
        output = try TestFile()
        process = try ChildProcess(
            ImugiProcess.executable, arguments,
            environment: ["PATH": "/usr/bin:/bin", "TMPDIR": NSTemporaryDirectory()].merging(environment) { $1 },
            input: try TestFile().forReading(), output: try output.forWriting(), errors: errors.fileHandleForWriting)
        // While it is open here the lines do not end with the process.
        try errors.fileHandleForWriting.close()
        let (lines, line) = AsyncStream.makeStream(of: String.self)
        self.lines = lines
        Thread.detachNewThread { [handle = errors.fileHandleForReading] in
            var bytes: [UInt8] = []
            while let byte = (try? handle.read(upToCount: 1))?.first {
                if byte == UInt8(ascii: "\n") {
                    line.yield(String(decoding: bytes, as: UTF8.self))
                    bytes = []
                } else {
                    bytes.append(byte)
                }
            }
            line.finish()
        }
    }

    deinit { process.send(SIGKILL) }

    /// What it has written to its standard output so far.
    var printed: String { output.text }

    /// Waits for so many lines of its progress.
    ///
    /// - Returns: `false` if it ended before.
    func shows(_ count: Int) async -> Bool {
        guard count > 0 else { return true }
        var seen = 0
        for await _ in lines {
            seen += 1
            if seen == count { return true }
        }
        return false
    }

    func suspend() { process.send(SIGSTOP) }
    func resume() { process.send(SIGCONT) }

    /// `kill -9`.
    func kill() async {
        process.send(SIGKILL)
        _ = await process.status()
    }

    /// Waits for its end.
    func status() async -> Int32 { await process.status() }
}
