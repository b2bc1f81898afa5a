import Hummingbird
import Logging
import PayHTTP
import ServiceLifecycle

/// The port of its own on which operators and their Prometheus watch the process: `/metrics`, `/health`, and `/ready` with all details.
/// Plain HTTP, and nothing else is there.
struct OperatorsPort: Service {
    /// Few may watch at once, so that watching never takes what payments need.
    private static let limits = FrontLimits(maxConnections: 64)

    private let listener: HTTPListener
    private let listening: AsyncStream<Void>

    init(_ settings: ServeSettings.MetricsAddress, of running: RunningPlatform, logger: Logger) throws {
        let router = Router(context: PayContext.self)
        router.add(middleware: RefusalMiddleware())
        MetricsRoute(metrics: running.metrics).add(to: router)
        WatchingRoutes(running.readiness, for: .operators).add(to: router)

        let address = ListenError.Listener(
            host: settings.host, port: settings.port, hostSetting: .metricsHost, portSetting: .metricsPort
        )
        let (listening, announce) = AsyncStream<Void>.makeStream()
        self.listening = listening
        listener = try HTTPListener(router, at: address, limits: Self.limits, logger: logger) { port in
            let url = ServerURL.text(host: settings.host, port: port)
            logger.info("Metrics are served", metadata: ["url": "\(url)/metrics"])
            announce.yield()
        }
    }

    func run() async throws { try await listener.run() }

    /// Returns when it listens.
    ///
    /// - Returns: `false` if the waiting was cancelled, such as because it cannot listen.
    func listens() async -> Bool {
        for await _ in listening { return true }
        return false
    }
}
