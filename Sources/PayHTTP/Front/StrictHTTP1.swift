import CoreMetrics
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// The platform's HTTP/1.1 server: Hummingbird's, with strict framing, bounded connections and no patience for slow clients.
///
/// ```swift
/// let front = StrictHTTP1.server(limits: limits)
/// let app = Application(
///     router: router,
///     server: try .tls(front, tlsConfiguration: tls),  // or just `front`
///     configuration: StrictHTTP1.configuration(address: .hostname("127.0.0.1", port: 8080), limits: limits)
/// )
/// ```
///
/// What it refuses, and with which answer, is in ``Refusal`` and in the tests' tables over `Tests/Corpus`. What it lets pass although a
/// stricter reader would not: several spaces between the parts of a request line. They are gone when the decoder hands the head over,
/// RFC 9112 (section 3) allows to accept them, and no length depends on them.
package enum StrictHTTP1 {
    /// The server for `Application(server:)`, on its own or wrapped in TLS.
    /// - Parameters:
    ///   - limits: The bounds of each connection.
    ///   - scheme: What the application reads as its requests' scheme; `https` when TLS is put around it.
    ///   - metrics: Where refusals are counted.
    package static func server(
        limits: FrontLimits = FrontLimits(),
        scheme: String = "http",
        metrics: any MetricsFactory = NOOPMetricsHandler.instance
    ) -> HTTPServerBuilder {
        let refusals = RefusalCounters(metrics)
        return HTTPServerBuilder { responder in
            StrictHTTP1Channel(responder: responder, limits: limits, scheme: scheme, refusals: refusals)
        }
    }

    /// The listener's settings that belong to the front: how many connections are served at once, and no `Server` header.
    package static func configuration(address: BindAddress, limits: FrontLimits = FrontLimits()) -> ApplicationConfiguration {
        ApplicationConfiguration(
            address: address,
            serverName: nil,
            availableConnectionsDelegate: MaximumAvailableConnections(limits.maxConnections)
        )
    }
}

/// One connection's pipeline.
struct StrictHTTP1Channel: ServerChildChannel, HTTPChannelHandler {
    typealias Value = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    let responder: HTTPChannelHandler.Responder
    let limits: FrontLimits
    let scheme: String
    let refusals: RefusalCounters

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addStrictHTTP1Handlers(
                limits: self.limits,
                scheme: self.scheme,
                refusals: self.refusals,
                logger: logger
            )
            return try NIOAsyncChannel(
                wrappingChannelSynchronously: channel,
                configuration: .init(isOutboundHalfClosureEnabled: true)
            )
        }
    }

    func handle(value asyncChannel: Value, logger: Logger) async {
        await self.handleHTTP(asyncChannel: asyncChannel, logger: logger)
    }
}

extension ChannelPipeline.SynchronousOperations {
    /// Puts encoder, decoder and ``StrictRequestHandler`` at the end of the pipeline. Bytes on one side, HTTPTypes' messages on the other.
    package func addStrictHTTP1Handlers(
        limits: FrontLimits,
        scheme: String,
        refusals: RefusalCounters = RefusalCounters(NOOPMetricsHandler.instance),
        logger: Logger
    ) throws {
        var decoderLimits = NIOHTTPDecoderLimitConfiguration()
        decoderLimits.maxHeaderFieldSize = limits.maxHeadBytes
        decoderLimits.maxHeaderListSize = limits.maxHeadBytes
        decoderLimits.maxHeaderFieldCount = limits.maxHeaderFields
        // The decoder does not count the blanks around a value, but it keeps them: the buffer's own limit bounds those.
        let decoder = ByteToMessageHandler(HTTPRequestDecoder(limitConfiguration: decoderLimits), maximumBufferSize: limits.maxHeadBytes)
        try self.addHandler(HTTPResponseEncoder())
        try self.addHandler(decoder)
        try self.addHandler(StrictRequestHandler(limits: limits, scheme: scheme, refusals: refusals, logger: logger))
    }
}
