import ArgumentParser
import Foundation
import PayServer

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// `imugi backup`
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy a platform into one file, while it runs.",
        discussion: """
            The copy is of the moment at which the command begins: every payment that was acknowledged before is in it. No payment waits for \
            it, and the server need not run. It asks for no master key, and must be run as the server's user.

            The ledger is proved in the copy, as imugi audit proves it. Only then, and once all of it is on the disk, does the file get its \
            name: until then it is FILE.partial, and whatever breaks the command off leaves no FILE. A file that exists is never replaced.

            It prints the file, its size, the number of transactions and the chain's head. Keep the head apart from the file: with it \
            imugi restore can tell that a file is the one that was meant, and not an older one.

            The file holds everything but the master key. Restore it with imugi restore.
            """
    )

    @Option(help: ArgumentHelp("The file to make. Its folder must exist; free space for the whole copy is needed.", valueName: "file"))
    var to: String

    @OptionGroup var platform: PlatformOptions

    func run() async throws {
        umask(0o077)
        // Payments go first, on the processor too.
        _ = nice(10)
        let platform = platform
        let reply = try await Failure.reported(asJSON: platform.json) {
            let file = try FilePath.absolute(to, option: "--to")
            let settings = try platform.folder.settings()
            let bar = CopyProgressBar(isQuiet: platform.json)
            defer { bar.end() }
            return try await BackUpPlatform.run(settings, to: file) { bar.show($0) }
        }
        print(platform.json ? try reply.json() : reply.text)
    }
}
