import Foundation
import Logging
import PayCore
import PayDomain
import PayStoreSQLite

/// Carries out an operator's request wherever the platform is open: in the server that has its data folder, or else in this process.
package enum OperatorGateway {
    private static let pauseNanoseconds: Int64 = 100_000_000

    /// - Parameter patience: how long to wait for another command that has the folder open, in seconds.
    /// - Throws: ``OperatorRefusal``; ``ControlSocketError``; ``DataFolderError``; ``MasterKeyError``; `StoreError`.
    package static func perform(
        _ request: OperatorRequest, settings: ServeSettings, logger: Logger, patience: Int64 = 10
    ) async throws -> OperatorReply {
        guard case .folder(let folder) = settings.store, let socket = settings.controlSocket else {
            return try await performHere(request, settings, logger)
        }
        let clock = SystemClock()
        let deadline = clock.now().advanced(bySeconds: patience)
        while true {
            if let reply = try await ControlClient(socketPath: socket).perform(request) { return reply }
            do {
                return try await performHere(request, settings, logger)
            } catch StoreError.folderInUse {
                // Another command has it for a moment, or a server that begins or ends just now.
                guard clock.now() < deadline else {
                    throw DataFolderError.inUse(folder: folder, socket: socket)
                }
                try await clock.sleep(until: Timestamp(nanoseconds: clock.now().nanoseconds + pauseNanoseconds))
            }
        }
    }

    private static func performHere(_ request: OperatorRequest, _ settings: ServeSettings, _ logger: Logger) async throws -> OperatorReply {
        if case .folder(let folder) = settings.store {
            guard try await settings.store.hasPlatform() else { throw DataFolderError.empty(folder: folder) }
        }
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
    /// The command works on a folder alone, and a database was named.
    case isDatabase
    /// Another process has it and does not answer.
    case inUse(folder: String, socket: String)

    package var description: String {
        switch self {
        case .empty(let folder):
            """
            There is no platform in \(folder). Check --data, or make one there with:
                imugi migrate --data \(folder)
            """
        case .isDatabase:
            "This command works on a data folder, and the platform is in a database. docs/postgresql.md says how it is done there."
        case .inUse(let folder, let socket):
            "Another imugi has the data folder \(folder) open and does not answer on \(socket). "
                + "If it was started with another --control-socket, name the same one here; otherwise wait for it to end."
        }
    }
}

extension ServeSettings {
    /// The data folder, for commands that work on nothing else.
    ///
    /// - Parameter mustExist: whether a platform must have been made in it.
    /// - Throws: ``DataFolderError``.
    func folder(withPlatform mustExist: Bool) async throws -> String {
        guard case .folder(let folder) = store else { throw DataFolderError.isDatabase }
        if mustExist { guard try await store.hasPlatform() else { throw DataFolderError.empty(folder: folder) } }
        return folder
    }
}
