import Logging
import PayCallbacks
import PayCore
import PayDomain
import ServiceLifecycle

/// What a service under test works with. Each `run` is one life of the process; store, directory and clock outlive it.
struct ServiceSurroundings: Sendable {
    let store = MemoryCallbackStore()
    let clock: FakeClock
    let directory: DirectoryHolder

    /// Without the pause between two turns, which is real time.
    static var limits: CallbackLimits {
        var limits = CallbackLimits()
        limits.turnInterval = .zero
        return limits
    }

    init(_ directory: DirectoryHolder, clock: FakeClock = FakeClock()) {
        self.directory = directory
        self.clock = clock
    }

    /// Runs a service until `body` returns, then asks it to stop and waits until it has.
    func run(
        _ deliverer: FakeDeliverer, limits: CallbackLimits = Self.limits, body: @Sendable (CallbackService) async throws -> Void
    ) async throws {
        store.restart()
        let service = CallbackService(
            store: store, directory: directory, clock: clock, deliverer: deliverer, limits: limits,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: service)], logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            )
        )
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let result: Result<Void, any Error>
            do {
                result = .success(try await body(service))
            } catch {
                result = .failure(error)
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            try result.get()
        }
    }

    /// Moves the clock on once the service has begun the pause that follows an error of the store.
    func waitOutPause() async {
        let end = clock.now().advanced(bySeconds: CallbackLimits().pauseAfterStoreError)
        await clock.waitForSleeper(until: end)
        clock.advance(bySeconds: CallbackLimits().pauseAfterStoreError)
    }

    /// Returns when the service has been asked to stop and waits for what is under way.
    ///
    /// - Returns: when it will call that off.
    func waitForGrace() async -> Timestamp {
        let end = clock.now().advanced(bySeconds: CallbackLimits().shutdownGrace)
        await clock.waitForSleeper(until: end)
        return end
    }

    /// Sets an app's callback URL, or takes it away.
    func setCallbackURL(_ url: String?, of app: String = "shop") throws {
        var apps = directory.current.apps
        apps[try Fixture.appID(app)]?.callbackURL = url
        directory.replace(with: Directory(companies: [], apps: Array(apps.values), keys: [], coins: Array(directory.current.coins.values)))
    }
}
