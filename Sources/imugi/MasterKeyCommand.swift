import ArgumentParser
import Foundation
import PayServer

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// `imugi master-key`
struct MasterKeyCommand: ParsableCommand {
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

    func run() throws {
        let line = "\(MasterKey.generate().text)\n"
        guard let output else {
            FileHandle.standardOutput.write(Data(line.utf8))
            return
        }
        let descriptor = open(output, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw ValidationError("The file \(output) cannot be made: \(reason). An existing file is never replaced.")
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.write(contentsOf: Data(line.utf8))
        try file.synchronize()
        try file.close()
        print(
            """
            Wrote a new master key into \(output). Keep a copy of it in a safe place.

            Next: make a platform with it, with
                imugi migrate --data DIR --master-key-file \(output)
            """
        )
    }
}
