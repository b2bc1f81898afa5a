import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL
import PayCore
import PayDomain
import Testing

@testable import PayCallbacks

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Of which kind an error is, and what it says. What is here without a receiver that makes it cannot be made on loopback.
@Suite struct DeliveryFailureTests {
    private static let kinds: [(any Error, CallbackFailure)] = [
        (PlatformError(.addressWrong, field: "callback_url", "must begin with https://"), .addressRefused),
        (AddressNotPermitted(), .addressRefused), (AddressNotVetted(), .addressRefused),
        (HostUnknown(), .hostUnknown), (LookupTimedOut(), .hostUnknown),
        (io(ECONNREFUSED), .connectionRefused),
        (io(ENETUNREACH), .hostUnreachable), (io(EHOSTUNREACH), .hostUnreachable), (io(EADDRNOTAVAIL), .hostUnreachable),
        (io(ETIMEDOUT), .connectTimeout), (HTTPClientError.connectTimeout, .connectTimeout),
        (HTTPClientError.tlsHandshakeTimeout, .connectTimeout), (HTTPClientError.getConnectionFromPoolTimeout, .connectTimeout),
        (NIOSSLError.handshakeFailed(.sslError([])), .tls), (NIOSSLExtraError.failedToValidateHostname, .tls),
        (TimeLimitExceeded(), .answerTimeout), (HTTPClientError.deadlineExceeded, .answerTimeout),
        (HTTPClientError.readTimeout, .answerTimeout),
        (io(ECONNRESET), .connectionClosed), (io(EPIPE), .connectionClosed), (HTTPClientError.remoteConnectionClosed, .connectionClosed),
        (ChannelError.eof, .connectionClosed), (HTTPParserError.invalidEOFState, .connectionClosed),
        (NIOSSLError.uncleanShutdown, .connectionClosed), (ReusedConnectionClosed(), .connectionClosed),
        (ResponseTooLarge(), .answerTooLarge), (HTTPParserError.headerOverflow, .answerTooLarge),
        (HTTPParserError.invalidConstant, .notHTTP), (HTTPParserError.invalidVersion, .notHTTP),
        (io(EMFILE), .other), (HTTPClientError.alreadyShutdown, .other), (Strange(), .other),
    ]

    private struct Strange: Error {}

    private static func io(_ code: CInt) -> IOError { IOError(errnoCode: code, reason: "connect") }

    @Test func everyErrorHasItsKindAndItsWords() {
        for (error, kind) in Self.kinds {
            let failure = DeliveryFailure(error, limits: CallbackSender.Limits())
            #expect(failure.kind == kind, "\(error)")
            #expect(
                failure.reason.hasSuffix(".") && !failure.reason.hasSuffix("..") && failure.reason.utf8.count < 300, "\(failure.reason)")
        }
        #expect(Set(Self.kinds.map(\.1)) == Set(CallbackFailure.allCases))
    }

    @Test func theWordsNameTheLimits() {
        var limits = CallbackSender.Limits()
        #expect(DeliveryFailure(TimeLimitExceeded(), limits: limits).reason == "There was no answer within 15 seconds.")
        #expect(DeliveryFailure(HTTPClientError.connectTimeout, limits: limits).reason == "There was no connection within 3 seconds.")
        limits.connect = .milliseconds(1_500)
        #expect(
            DeliveryFailure(HTTPClientError.connectTimeout, limits: limits).reason == "There was no connection within 1500 milliseconds.")
    }

    /// Another address is tried, and a request is sent again, only where nothing can have reached the receiver.
    @Test func whatMayBeTriedAgainSentNothing() {
        let retried = Self.kinds.filter { DeliveryFailure.isBeforeConnection($0.0) }.map(\.1)
        #expect(Set(retried) == [.connectionRefused, .hostUnreachable, .connectTimeout])
        let sentAgain = Self.kinds.filter { DeliveryFailure.isOfReusedConnection($0.0) }
        #expect(sentAgain.count == 1 && sentAgain.first?.0 is ReusedConnectionClosed)
        #expect(DeliveryFailure.isOfReusedConnection(ChannelError.ioOnClosedChannel))
    }
}
