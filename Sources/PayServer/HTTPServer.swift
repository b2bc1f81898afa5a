import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
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
    package let logger: Logger

    package init(host: String, port: Int, tls: TLSConfiguration?, logger: Logger) {
        self.host = host
        self.port = port
        self.tls = tls
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
        let application = Application(
            router: router,
            server: try builder(),
            configuration: StrictHTTP1.configuration(address: .hostname(host, port: port)),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
            logger: logger
        )
        var configuration = ServiceGroupConfiguration(
            services: (services + [application]).map { ServiceGroupConfiguration.ServiceConfiguration(service: $0) },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        )
        configuration.maximumGracefulShutdownDuration = .seconds(Self.longestStop)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch {
            throw ListenError(error, host: host, port: port) ?? error
        }
    }

    private func builder() throws -> HTTPServerBuilder {
        guard let tls else { return StrictHTTP1.server() }
        return try .tls(StrictHTTP1.server(scheme: "https"), tlsConfiguration: tls)
    }
}

/// The line by which a program that started this one knows that it answers.
package enum ReadyLine {
    /// Prints `ready URL` at once, whatever standard output is connected to.
    package static func print(_ url: String) {
        FileHandle.standardOutput.write(Data("ready \(url)\n".utf8))
    }
}
