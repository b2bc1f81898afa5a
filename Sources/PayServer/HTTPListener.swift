import CoreMetrics
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import PayHTTP
import ServiceLifecycle

/// A router on an address of its own, behind the strict front, as one of the process's services.
struct HTTPListener: Service {
    private let application: Application<RouterResponder<PayContext>>
    private let address: ListenError.Listener

    /// - Parameters:
    ///   - tls: `nil` to speak plain HTTP.
    ///   - metrics: where the front counts what it refuses.
    ///   - onListening: called with the port before the first connection is accepted.
    init(
        _ router: Router<PayContext>, at address: ListenError.Listener, limits: FrontLimits = FrontLimits(), tls: TLSConfiguration? = nil,
        metrics: any MetricsFactory = NOOPMetricsHandler.instance, logger: Logger,
        onListening: @escaping @Sendable (Int) async -> Void
    ) throws {
        self.address = address
        let front = StrictHTTP1.server(limits: limits, scheme: tls == nil ? "http" : "https", metrics: metrics)
        application = Application(
            router: router,
            server: try tls.map { try .tls(front, tlsConfiguration: $0) } ?? front,
            configuration: StrictHTTP1.configuration(address: .hostname(address.host, port: address.port), limits: limits),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? address.port) },
            logger: logger
        )
    }

    /// Serves until it is told to stop.
    ///
    /// - Throws: ``ListenError``; other errors of the system.
    func run() async throws {
        do {
            try await application.run()
        } catch {
            throw ListenError(error, at: address) ?? error
        }
    }
}
