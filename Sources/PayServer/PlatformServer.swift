import Logging
import PayDomain
import PayHTTP

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
            let router = try Routes(running.platform, proxies: TrustedProxies(settings.trustedProxies)).router()
            let operators = OperatorService(platform: running.platform, rules: .wire(settings.platform))
            let control = ControlServer(operators: operators, socketPath: settings.controlSocket, logger: logger)
            let server = HTTPServer(host: settings.host, port: settings.port, tls: tls, logger: logger)
            let scheme = tls == nil ? "http" : "https"
            try await server.run(router, services: [running.callbacks, running.ledgerWatch, control]) { [settings] port in
                let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
                ReadyLine.print("\(scheme)://\(host):\(port)")
            }
        } catch {
            try await running.close()
            throw error
        }
        try await running.close()
    }
}
