import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Why the listener cannot be opened.
package enum ListenError: Error, Hashable, Sendable, CustomStringConvertible {
    case inUse(Listener)
    case forbidden(Listener)
    case noSuchAddress(Listener)

    /// Where it was to listen, and the settings that say so.
    package struct Listener: Hashable, Sendable {
        package let host: String
        package let port: Int
        package var hostSetting = Setting.host
        package var portSetting = Setting.port
    }

    /// - Returns: `nil` for an error of the system that has another reason.
    init?(_ error: any Error, at listener: Listener) {
        if error is SocketAddressError {
            self = .noSuchAddress(listener)
            return
        }
        guard let error = error as? IOError else { return nil }
        switch error.errnoCode {
        case EADDRINUSE: self = .inUse(listener)
        case EACCES: self = .forbidden(listener)
        case EADDRNOTAVAIL: self = .noSuchAddress(listener)
        default: return nil
        }
    }

    package var description: String {
        switch self {
        case .inUse(let at):
            "Another program listens on port \(at.port) of \(at.host). Stop it, or choose another port with --\(at.portSetting.name); "
                + "--\(at.portSetting.name) 0 takes any free one."
        case .forbidden(let at):
            "This user may not listen on port \(at.port) of \(at.host). Choose a port from 1024 on with --\(at.portSetting.name)."
        case .noSuchAddress(let at):
            "This machine does not have the address \(at.host). Choose one that it has with --\(at.hostSetting.name)."
        }
    }
}
