import CoreMetrics
import Foundation
import Hummingbird
import Logging
import NIOSSL
import PayHTTP
import ServiceLifecycle
import UnixSignals

/// Runs the listener and the platform's services until the process is asked to stop.
package struct HTTPServer: Sendable {
    /// How long a stop may take before what still runs is called off, in seconds.
    private static let longestStop: Int64 = 10

    package let host: String
    /// 0 for any free port.
    package let port: Int
    /// `nil` to speak plain HTTP.
    package let tls: TLSConfiguration?
    package let metrics: any MetricsFactory
    package let logger: Logger

    package init(host: String, port: Int, tls: TLSConfiguration?, metrics: any MetricsFactory, logger: Logger) {
        self.host = host
        self.port = port
        self.tls = tls
        self.metrics = metrics
        self.logger = logger
    }

    /// Listens and serves until SIGTERM or SIGINT; then no connection is accepted any more, what runs is finished, and it returns.
    ///
    /// - Parameters:
    ///   - services: started before the listener and stopped after it, in the reverse order.
    ///   - onListening: called with the port once connections are accepted.
    /// - Throws: ``ListenError``; other errors of the system.
    package func run(
        _ router: Router<PayContext>, services: [any Service], onListening: @escaping @Sendable (Int) async -> Void
    ) async throws {
        OpenFiles.allow(forConnections: FrontLimits().maxConnections, logger: logger)
        let listener = try HTTPListener(
            router, at: ListenError.Listener(host: host, port: port), tls: tls, metrics: metrics, logger: logger,
            onListening: onListening
        )
        var configuration = ServiceGroupConfiguration(
            services: (services + [listener]).map { ServiceGroupConfiguration.ServiceConfiguration(service: $0) },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        )
        configuration.maximumGracefulShutdownDuration = .seconds(Self.longestStop)
        try await ServiceGroup(configuration: configuration).run()
    }
}

/// The line by which a program that started this one knows that it answers.
package enum ReadyLine {
    /// Prints `ready URL` at once, whatever standard output is connected to.
    package static func print(_ url: String) {
        FileHandle.standardOutput.write(Data("ready \(url)\n".utf8))
    }
}

/// The address of a server as a browser writes it.
enum ServerURL {
    static func text(scheme: String = "http", host: String, port: Int) -> String {
        "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
}
