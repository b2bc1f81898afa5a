import ArgumentParser
import Foundation
import Logging
import PayDomain
import PayServer

/// A command that asks a platform for one thing.
protocol OperatorCommand: AsyncParsableCommand {
    var platform: PlatformOptions { get }

    /// What it asks for. Passwords are read here.
    ///
    /// - Throws: `ValidationError` for a mistake in the options.
    func request() throws -> OperatorRequest
}

extension OperatorCommand {
    mutating func run() async throws {
        let platform = platform
        let reply = try await Failure.reported(asJSON: platform.json) {
            let request = try request()
            let settings = try platform.folder.settings()
            return try await OperatorGateway.perform(request, settings: settings, logger: settings.commandLogger)
        }
        print(platform.json ? try reply.json() : reply.text)
        // The answer is no. Nothing has failed, but a script asks for the status alone.
        switch reply {
        case .audit(let audit) where !audit.holds: throw ExitCode(1)
        case .receipt(let receipt) where !receipt.isGenuine: throw ExitCode(1)
        default: break
        }
    }
}

extension ServeSettings {
    /// The log of a command that ends by itself. Its answer says what happened; only what goes wrong beside it is worth a line.
    var commandLogger: Logger {
        var logger = self.logger
        logger.logLevel = max(logLevel, .warning)
        return logger
    }
}
