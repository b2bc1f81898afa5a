import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL
import PayCore
import PayDomain

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Why an attempt had no answer: of which kind, and in words for the app's developers. Nothing that the receiver sent is repeated, and no
/// address that a host name led to is named.
struct DeliveryFailure: Equatable {
    let kind: CallbackFailure
    let reason: String

    private init(_ kind: CallbackFailure, _ reason: String) {
        self.kind = kind
        self.reason = reason
    }

    /// Reads the error of an attempt.
    init(_ error: any Error, limits: CallbackSender.Limits) {
        self =
            switch error {
            case let error as PlatformError: Self(.addressRefused, "\(error.message).")
            case is AddressNotPermitted:
                Self(
                    .addressRefused,
                    "The host has an address that is not public, and callbacks go to public addresses only; \(CallbackAddressPolicy.networksNote)."
                )
            case is AddressNotVetted: Self(.addressRefused, "The connection did not lead to the address that was checked.")
            case is HostUnknown: Self(.hostUnknown, "The host could not be found.")
            case is LookupTimedOut: Self(.hostUnknown, "The host could not be found within \(Self.words(for: limits.exchange)).")
            case is TimeLimitExceeded: Self.noAnswer(limits)
            case is ResponseTooLarge, HTTPParserError.headerOverflow:
                Self(.answerTooLarge, "The answer had more than \(limits.responseBytes) bytes before its header block had ended.")
            case NIOSSLError.uncleanShutdown: Self.closed
            case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
                Self(
                    .tls,
                    "TLS failed: it must be TLS 1.2 or later, with a certificate that is valid, for this host, and by a known authority."
                )
            case let error as HTTPClientError: Self(error, limits)
            case let error as IOError: Self(error, limits)
            case is ChannelError, HTTPParserError.invalidEOFState, is ReusedConnectionClosed: Self.closed
            case is HTTPParserError: Self(.notHTTP, "The answer was not HTTP.")
            default: Self(.other, "The request failed.")
            }
    }

    private init(_ error: HTTPClientError, _ limits: CallbackSender.Limits) {
        self =
            switch error {
            case .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout: Self.noConnection(limits)
            case .deadlineExceeded, .readTimeout: Self.noAnswer(limits)
            case .remoteConnectionClosed, .uncleanShutdown: Self.closed
            default: Self(.other, "The request failed: \(error.shortDescription).")
            }
    }

    private init(_ error: IOError, _ limits: CallbackSender.Limits) {
        self =
            switch error.errnoCode {
            case ECONNREFUSED: Self(.connectionRefused, "The connection was refused.")
            case ECONNRESET, ECONNABORTED, EPIPE: Self.closed
            case ENETUNREACH, EHOSTUNREACH, ENETDOWN, EHOSTDOWN, EADDRNOTAVAIL: Self(.hostUnreachable, "The host could not be reached.")
            case ETIMEDOUT: Self.noConnection(limits)
            default: Self(.other, "The connection failed.")
            }
    }

    private static let closed = Self(.connectionClosed, "The connection was closed before there was an answer.")

    private static func noConnection(_ limits: CallbackSender.Limits) -> Self {
        Self(.connectTimeout, "There was no connection within \(words(for: limits.connect)).")
    }

    private static func noAnswer(_ limits: CallbackSender.Limits) -> Self {
        Self(.answerTimeout, "There was no answer within \(words(for: limits.exchange)).")
    }

    private static func words(for limit: TimeAmount) -> String {
        let milliseconds = limit.nanoseconds / 1_000_000
        return milliseconds.isMultiple(of: 1_000) ? "\(milliseconds / 1_000) seconds" : "\(milliseconds) milliseconds"
    }

    /// Whether the error means that no connection came about, so that nothing was sent and another address may be tried.
    static func isBeforeConnection(_ error: any Error) -> Bool {
        switch error {
        case let error as HTTPClientError: error == .connectTimeout
        case let error as IOError:
            [ECONNREFUSED, ENETUNREACH, EHOSTUNREACH, ENETDOWN, EHOSTDOWN, EADDRNOTAVAIL, ETIMEDOUT].contains(error.errnoCode)
        default: false
        }
    }

    /// Whether the request was overtaken by the end of a connection that was kept open from an earlier one, so that it may be sent again.
    static func isOfReusedConnection(_ error: any Error) -> Bool {
        switch error {
        case is ReusedConnectionClosed: true
        // The connection had ended before anything was written on it.
        case let error as ChannelError: error == .ioOnClosedChannel
        default: false
        }
    }
}

/// The host was looked up for as long as the whole exchange may take.
struct LookupTimedOut: Error {}
