import ArgumentParser
import Foundation
import Logging
import PayServer

/// `imugi sandbox`
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Run the platform on fixed test data, for integrating an app."
    )

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 for any free one.")
    var port = 8080

    @Option(help: "A folder to keep the data in. Without it a temporary one is removed at the end.")
    var data: String?

    @Option(
        help: ArgumentHelp(
            "A PostgreSQL to keep the data in instead, which several sandboxes may share, as postgres://user@host:5432/database.",
            valueName: "uri"))
    var database: String?

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port must be 0 to 65535.") }
        guard data == nil || database == nil else { throw ValidationError("Name a folder with --data or a --database, not both.") }
        guard database.map({ DatabaseAddress($0) != nil }) ?? true else {
            throw ValidationError("--database must be a connection URI, such as postgres://user@host:5432/database.")
        }
    }

    func run() async throws {
        var logger = Logger(label: "imugi") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        let store =
            data.map { StoreLocation.folder(URL(filePath: $0).standardizedFileURL.path) }
            ?? database.flatMap { DatabaseAddress($0) }.map { .database($0) }
        try await Failure.reported(asJSON: false) {
            try await SandboxServer(host: host, port: port, store: store, logger: logger).run()
        }
    }
}
