import Logging
import PayDomain
import PayHTTP
import ServiceLifecycle

/// `imugi serve`: the platform for real use.
package struct PlatformServer: Sendable {
    private let settings: ServeSettings
    private let logger: Logger

    package init(_ settings: ServeSettings, logger: Logger) {
        self.settings = settings
        self.logger = logger
    }

    /// Serves until it is asked to stop.
    ///
    /// - Throws: ``MasterKeyError``; ``StoreError``; ``ListenError``; ``TLSFilesError``, before anything is opened.
    package func run() async throws {
        let tls = try settings.tls?.configuration()
        let running = try await RunningPlatform.open(settings, logger: logger)
        do {
            let router = try Routes(
                running.platform, proxies: TrustedProxies(settings.trustedProxies),
                watching: WatchingRoutes(running.readiness, for: .anybody)
            ).router()
            let operatorsPort = try settings.metrics.map { try OperatorsPort($0, of: running, logger: logger) }
            let operators = OperatorService(platform: running.platform, rules: .wire(settings.platform))
            let control = settings.controlSocket.map { ControlServer(operators: operators, socketPath: $0, logger: logger) }
            let server = HTTPServer(host: settings.host, port: settings.port, tls: tls, metrics: running.metrics, logger: logger)
            let scheme = tls == nil ? "http" : "https"
            var services = running.services
            if let control { services.append(control) }
            if let operatorsPort { services.append(operatorsPort) }
            try await server.run(router, services: services) { [settings] port in
                if let operatorsPort, await !operatorsPort.listens() { return }
                ReadyLine.print(ServerURL.text(scheme: scheme, host: settings.host, port: port))
            }
        } catch {
            try await running.close()
            throw error
        }
        try await running.close()
    }
}
