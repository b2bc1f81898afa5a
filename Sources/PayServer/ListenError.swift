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
    case inUse(host: String, port: Int)
    case forbidden(host: String, port: Int)
    case noSuchAddress(host: String)

    /// - Returns: `nil` for an error of the system that has another reason.
    init?(_ error: any Error, host: String, port: Int) {
        if error is SocketAddressError {
            self = .noSuchAddress(host: host)
            return
        }
        guard let error = error as? IOError else { return nil }
        switch error.errnoCode {
        case EADDRINUSE: self = .inUse(host: host, port: port)
        case EACCES: self = .forbidden(host: host, port: port)
        case EADDRNOTAVAIL: self = .noSuchAddress(host: host)
        default: return nil
        }
    }

    package var description: String {
        switch self {
        case .inUse(let host, let port):
            "Another program listens on port \(port) of \(host). Stop it, or choose another port with --port; --port 0 takes any free one."
        case .forbidden(let host, let port):
            "This user may not listen on port \(port) of \(host). Choose a port from 1024 on with --port."
        case .noSuchAddress(let host): "This machine does not have the address \(host). Choose one that it has with --host."
        }
    }
}
