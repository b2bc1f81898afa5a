import ArgumentParser
import Foundation
import Logging
import PayServer

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// `imugi copy`
struct CopyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Move a platform from a data folder into PostgreSQL, or back.",
        discussion: """
            Copies everything: accounts, orders, the ledger with its chain, callbacks and when they are due, users, sessions and tokens, so that \
            nobody is signed out and no app notices. Sealed secrets stay sealed, under the same master key. The source is left as it is.

            Stop every imugi on the source first, and start none until the copy is there. A data folder cannot be open twice; a database on \
            which an imugi is connected is refused, and one that has changed by the end is not finished.

            The target must be an empty database, or a folder that holds no platform. Until the copy is whole and proved no other command \
            takes it for a platform. Broken off, killed or failed, the same command goes on where it was.

            Both ledgers are proved and compared: the same transactions, sums of coins and chain head. Status 0 means that they are equal.
            """
    )

    private static let placeHelp = "sqlite:DIR, or a PostgreSQL as postgres://user@host:5432/database"

    @Option(help: ArgumentHelp("The platform to copy: \(placeHelp).", valueName: "place"))
    var from: String

    @Option(help: ArgumentHelp("Where to copy it: \(placeHelp).", valueName: "place"))
    var to: String

    @Option(help: ArgumentHelp(Setting.masterKeyFile.help, valueName: "file"))
    var masterKeyFile: String?

    @Option(help: ArgumentHelp(Setting.config.help, valueName: "file"))
    var config: String?

    @Flag(help: "Answer in JSON, for programs.")
    var json = false

    func validate() throws { _ = (try Self.place(from, option: "--from"), try Self.place(to, option: "--to")) }

    func run() async throws {
        umask(0o077)
        var logger = Logger(label: "imugi") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        let reply = try await Failure.reported(asJSON: json) { [logger] in
            let arguments: [Setting: String?] = [.masterKeyFile: masterKeyFile, .config: config]
            let sources = try SettingSources(
                arguments: arguments.compactMapValues { $0 }, environment: ProcessInfo.processInfo.environment)
            let bar = PlatformCopyBar(isQuiet: json)
            defer { bar.end() }
            return try await CopyPlatform.run(
                from: try Self.place(from, option: "--from"), to: try Self.place(to, option: "--to"),
                masterKey: try MasterKeySource(sources), logger: logger
            ) { bar.show($0) }
        }
        print(json ? try reply.json() : reply.text)
    }

    /// The text is not repeated, since it may hold a password.
    private static func place(_ text: String, option: String) throws -> StoreLocation {
        guard let place = StoreLocation(text) else { throw ValidationError("\(option) must be \(placeHelp).") }
        return place
    }
}
