import ArgumentParser
import Foundation
import PayServer

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// `imugi migrate`
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Make a platform in a data folder, or bring an older one up to date.",
        discussion: "imugi serve does the same when it starts. Stop the server first; run imugi backup before a newer imugi changes it."
    )

    @OptionGroup var platform: PlatformOptions

    func run() async throws {
        umask(0o077)
        let platform = platform
        let reply = try await Failure.reported(asJSON: platform.json) {
            let settings = try platform.folder.settings()
            return try await MigratePlatform.run(settings, logger: settings.commandLogger)
        }
        print(platform.json ? try reply.json() : reply.text)
    }
}
