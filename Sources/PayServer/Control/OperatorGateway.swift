import Foundation
import Logging
import PayCore
import PayDomain
import PayStoreSQLite

/// Carries out an operator's request wherever the data folder is open: in the server that runs on it, or else in this process.
package enum OperatorGateway {
    private static let pauseNanoseconds: Int64 = 100_000_000

    /// - Parameter patience: how long to wait for another command that has the folder open, in seconds.
    /// - Throws: ``OperatorRefusal``; ``ControlSocketError``; ``DataFolderError``; ``MasterKeyError``; `StoreError`.
    package static func perform(
        _ request: OperatorRequest, settings: ServeSettings, logger: Logger, patience: Int64 = 10
    ) async throws -> OperatorReply {
        let clock = SystemClock()
        let deadline = clock.now().advanced(bySeconds: patience)
        while true {
            if let reply = try await ControlClient(socketPath: settings.controlSocket).perform(request) { return reply }
            do {
                return try await performHere(request, settings, logger)
            } catch StoreError.folderInUse {
                // Another command has it for a moment, or a server that begins or ends just now.
                guard clock.now() < deadline else {
                    throw DataFolderError.inUse(folder: settings.dataFolder, socket: settings.controlSocket)
                }
                try await clock.sleep(until: Timestamp(nanoseconds: clock.now().nanoseconds + pauseNanoseconds))
            }
        }
    }

    /// Whether a platform was ever made in the folder. Opening it would make one, where a mistyped folder is the likelier reason.
    static func hasPlatform(_ folder: String) -> Bool { FileManager.default.fileExists(atPath: "\(folder)/imugi.sqlite") }

    private static func performHere(_ request: OperatorRequest, _ settings: ServeSettings, _ logger: Logger) async throws -> OperatorReply {
        guard hasPlatform(settings.dataFolder) else { throw DataFolderError.empty(folder: settings.dataFolder) }
        let running = try await RunningPlatform.open(settings, logger: logger)
        let rules = OperatorRules.wire(settings.platform)
        let result: Result<OperatorReply, any Error>
        do {
            result = .success(
                try await running.following { try await OperatorService(platform: running.platform, rules: rules).perform(request) }
            )
        } catch {
            result = .failure(error)
        }
        try await running.close()
        return try result.get()
    }
}

/// Why a command cannot work on a data folder.
package enum DataFolderError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No platform was ever made there.
    case empty(folder: String)
    /// Another process has it and does not answer.
    case inUse(folder: String, socket: String)

    package var description: String {
        switch self {
        case .empty(let folder):
            """
            There is no platform in \(folder). Check --data, or make one there with:
                imugi migrate --data \(folder)
            """
        case .inUse(let folder, let socket):
            "Another imugi has the data folder \(folder) open and does not answer on \(socket). "
                + "If it was started with another --control-socket, name the same one here; otherwise wait for it to end."
        }
    }
}
