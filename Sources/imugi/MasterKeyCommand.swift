import ArgumentParser
import Foundation
import PayServer

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// `imugi master-key`
struct MasterKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "master-key",
        abstract: "Make a new master key.",
        discussion: """
            The master key protects the secrets in a data folder. Make one for each platform, once, keep it outside of the data folder, \
            and keep a copy in a safe place: without it nobody can sign in, and no access key works.
            """
    )

    @Option(help: ArgumentHelp("Write it into a new file that only this user may read, instead of printing it.", valueName: "file"))
    var output: String?

    func run() async throws {
        let line = "\(MasterKey.generate().text)\n"
        guard let output else {
            FileHandle.standardOutput.write(Data(line.utf8))
            return
        }
        try await Failure.reported(asJSON: false) { try Self.write(line, into: output) }
        print(
            """
            Wrote a new master key into \(output). Keep a copy of it in a safe place.

            Next: make a platform with it, with
                imugi migrate --data DIR --master-key-file \(output)
            """
        )
    }

    private static func write(_ line: String, into path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason = errno == EEXIST ? "there is one already, and a key is never replaced" : String(cString: strerror(errno))
            throw CommandFailure(description: "The file \(path) cannot be made: \(reason).")
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.write(contentsOf: Data(line.utf8))
        try file.synchronize()
        try file.close()
    }
}
