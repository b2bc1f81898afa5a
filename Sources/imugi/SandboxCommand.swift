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

    @Option(help: "Not built into this version: the sandbox keeps its data in a folder.")
    var database: String?

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port must be 0 to 65535.") }
        guard database == nil else {
            throw ValidationError("--database is not built into this version; use --data DIR, or nothing for a temporary folder.")
        }
    }

    func run() async throws {
        var logger = Logger(label: "imugi") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        let folder = data.map { URL(filePath: $0).standardizedFileURL.path }
        try await Failure.reported(asJSON: false) {
            try await SandboxServer(host: host, port: port, folder: folder, logger: logger).run()
        }
    }
}
