import NIOCore
import NIOPosix

/// The Unix socket between a running server and the other commands.
enum ControlSocket {
    /// The system allows 107 bytes on Linux and 103 elsewhere.
    static let maximumPathBytes = 100

    /// Whether a process answers behind the path. A file that a dead one has left behind does not.
    static func isAnswered(_ path: String) async -> Bool {
        do {
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(.seconds(5)).connect(unixDomainSocketPath: path).get()
            try await channel.close()
            return true
        } catch {
            return false
        }
    }
}

/// Why the control socket cannot be used.
package enum ControlSocketError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another server answers on it.
    case inUse(path: String)
    /// This user may not use it.
    case forbidden(path: String)
    /// The server took the request, and then no answer came.
    case answerLost(path: String, reason: String)
    /// The server answered in a way that this program does not know.
    case notUnderstood(path: String)
    /// The server failed to carry the request out for a reason of its own.
    case failed(reason: String)

    package var description: String {
        switch self {
        case .inUse(let path):
            "Another server answers on the control socket \(path). Stop it first, or name another socket with --control-socket."
        case .forbidden(let path):
            "This user may not use the control socket \(path). Run the command as the user that the server runs as."
        case .answerLost(let path, let reason):
            "The server behind \(path) gave no answer (\(reason)), so whether the command was carried out is not known. "
                + "Look before you repeat it; a deposit, withdrawal or hold with the same reference may be repeated safely."
        case .notUnderstood(let path):
            "The server behind \(path) is of another version than this command. Use the imugi that the server was started from."
        case .failed(let reason): "The server failed: \(reason)"
        }
    }
}
