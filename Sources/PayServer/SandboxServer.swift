import Foundation
import Logging
import PayCore
import PayDomain
import PayHTTP
import PaySandbox
import ServiceLifecycle

/// `imugi sandbox`: the real server on the fixed data, with everything under `/sandbox/` (protocol, section 9).
package struct SandboxServer: Sendable {
    private let host: String
    private let port: Int
    private let store: StoreLocation?
    private let logger: Logger

    /// - Parameters:
    ///   - port: 0 for any free one.
    ///   - store: kept between runs; `nil` for a temporary folder that is removed at the end.
    package init(host: String, port: Int, store: StoreLocation?, logger: Logger) {
        self.host = host
        self.port = port
        self.store = store
        self.logger = logger
    }

    /// Serves until it is asked to stop.
    ///
    /// - Throws: errors of the store if it cannot be used; ``ListenError``.
    package func run() async throws {
        guard let store else {
            let temporary = try TemporaryFolder()
            defer { temporary.remove(logger: logger) }
            return try await serve(.folder(temporary.path))
        }
        try await serve(store)
    }

    private func serve(_ store: StoreLocation) async throws {
        let clock = SandboxClock()
        let address = PublicAddress(url(port: port))
        var settings = PlatformSettings(address: address, domains: [])
        settings.allowsLoopbackCallbacks = true
        settings.ownCallbackPath = DemoShop.callbackPath
        let running = try await RunningPlatform.open(
            at: store, for: .sandbox, migrates: true, masterKey: .sandbox, passwordCost: .sandbox, clock: clock, settings: settings,
            logger: logger
        )
        do {
            try await running.following {
                try await clock.load(from: running.platform.store)
                try await FillSandbox(running.platform).run()
            }
            let shop = try DemoShop(running.platform)
            let sandbox = SandboxRoutes(running.platform, clock: clock, shop: shop)
            let router = try Routes(running.platform, watching: WatchingRoutes(running.readiness, for: .operators)).router { router in
                // In front of the faults that can be ordered, which are for the API.
                MetricsRoute(metrics: running.metrics).add(to: router)
                sandbox.add(to: router)
            }
            let server = HTTPServer(host: host, port: port, tls: nil, metrics: running.metrics, logger: logger)
            let isShared = running.platform.directory.isShared
            let followers: [any Service] = isShared ? [SandboxClockFollower(clock, in: running.platform.store, logger: logger)] : []
            try await server.run(router, services: running.services + followers + [shop]) { port in
                address.set(url(port: port))
                ReadyLine.print(url(port: port))
            }
        } catch {
            try await running.close()
            throw error
        }
        try await running.close()
    }

    /// A wildcard address is none that a browser can go to.
    private func url(port: Int) -> String {
        switch host {
        case "0.0.0.0", "::": "http://127.0.0.1:\(port)"
        default: ServerURL.text(host: host, port: port)
        }
    }
}

/// A folder of its own under the system's temporary one.
struct TemporaryFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "imugi-sandbox-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        path = url.path
    }

    func remove(logger: Logger) {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            logger.warning("The sandbox's temporary folder could not be removed", metadata: ["folder": "\(path)", "error": "\(error)"])
        }
    }
}
