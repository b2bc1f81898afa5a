import ArgumentParser
import Foundation
import PayServer

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// `imugi restore`
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Make a data folder from a backup.",
        discussion: """
            The folder is made if there is none; one that holds a platform, or what is left of one, is refused. So is a file that is no backup, \
            is damaged, was made by a newer imugi, or was sealed under another master key than the one that is given. A backup of an older \
            imugi is brought up to date.

            The ledger is proved in the copy before it becomes the folder's platform, in one step. If the command is broken off, imugi serve \
            refuses the folder until the command is repeated.

            What was paid after the backup is not in it, and the apps know of it. Give the head that imugi backup printed with --expect-head, \
            so that no older file is taken for it by mistake.
            """
    )

    @Option(help: ArgumentHelp("The file that imugi backup has made.", valueName: "file"))
    var from: String

    @Option(
        help: ArgumentHelp("The chain head that imugi backup printed; a file with another one is refused.", valueName: "head")
    )
    var expectHead: String?

    @OptionGroup var platform: PlatformOptions

    func validate() throws {
        guard expectHead.map({ ChainHead.parse($0) != nil }) ?? true else {
            throw ValidationError("--expect-head must be the chain head that imugi backup printed: 64 hexadecimal digits.")
        }
    }

    func run() async throws {
        umask(0o077)
        let platform = platform
        let head = expectHead.flatMap(ChainHead.parse)
        let reply = try await Failure.reported(asJSON: platform.json) {
            let file = try FilePath.absolute(from, option: "--from")
            let settings = try platform.folder.settings()
            let bar = CopyProgressBar(isQuiet: platform.json)
            defer { bar.end() }
            return try await RestorePlatform.run(settings, from: file, expecting: head) { bar.show($0) }
        }
        print(platform.json ? try reply.json() : reply.text)
    }
}
