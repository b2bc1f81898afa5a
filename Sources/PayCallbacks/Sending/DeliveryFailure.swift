import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL
import PayCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Reads the errors of an attempt.
enum DeliveryFailure {
    /// Why an attempt had no answer, in words for the app's developers. Nothing that the receiver sent is repeated, and no address that a
    /// host name led to is named.
    static func words(for error: any Error, limits: CallbackSender.Limits) -> String {
        switch error {
        case let error as PlatformError: error.message
        case is HostUnknown: "The host could not be found."
        case is AddressNotPermitted: "The host has an address that is not public, and callbacks go to public addresses only."
        case is AddressNotVetted: "The connection did not lead to the address that was checked."
        case is TimeLimitExceeded: "There was no answer within \(words(for: limits.exchange))."
        case is ResponseTooLarge: "The answer had more than \(limits.responseBytes) bytes before its status was known."
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            "TLS failed: the certificate must be valid, for this host, and by a known authority; TLS 1.2 is the least."
        case let error as HTTPClientError: words(for: error, limits: limits)
        case let error as IOError: words(for: error)
        case is ChannelError, HTTPParserError.invalidEOFState: "The connection was closed before there was an answer."
        default: "The answer was not HTTP."
        }
    }

    private static func words(for error: HTTPClientError, limits: CallbackSender.Limits) -> String {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout:
            "There was no connection within \(words(for: limits.connect))."
        case .deadlineExceeded, .readTimeout: "There was no answer within \(words(for: limits.exchange))."
        case .remoteConnectionClosed, .uncleanShutdown: "The connection was closed before there was an answer."
        default: "The request failed: \(error.shortDescription)."
        }
    }

    private static func words(for error: IOError) -> String {
        switch error.errnoCode {
        case ECONNREFUSED: "The connection was refused."
        case ECONNRESET, EPIPE: "The connection was closed before there was an answer."
        case ENETUNREACH, EHOSTUNREACH: "The host could not be reached."
        default: "The connection failed."
        }
    }

    private static func words(for limit: TimeAmount) -> String {
        let milliseconds = limit.nanoseconds / 1_000_000
        return milliseconds.isMultiple(of: 1_000) ? "\(milliseconds / 1_000) seconds" : "\(milliseconds) milliseconds"
    }

    /// Whether the error means that no connection came about, so that nothing was sent and another address may be tried.
    static func isBeforeConnection(_ error: any Error) -> Bool {
        switch error {
        case let error as HTTPClientError: error == .connectTimeout
        case let error as IOError: [ECONNREFUSED, ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL, ETIMEDOUT].contains(error.errnoCode)
        default: false
        }
    }

    /// Whether the receiver has closed the connection without an answer.
    static func isClosedConnection(_ error: any Error) -> Bool {
        switch error {
        case let error as HTTPClientError: error == .remoteConnectionClosed
        case let error as ChannelError: error == .ioOnClosedChannel
        case let error as IOError: [ECONNRESET, EPIPE].contains(error.errnoCode)
        default: false
        }
    }
}
