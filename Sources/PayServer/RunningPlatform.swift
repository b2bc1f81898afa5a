import Logging
import PayCallbacks
import PayDomain
import PayHTTP
import ServiceLifecycle

/// A platform put together on its store, with what goes on in its background ready to run.
package struct RunningPlatform: Sendable {
    package let platform: Platform
    /// Keeps the platform's directory up to date once it is run.
    package let directoryFollower: DirectoryFollower
    /// Delivers once it is run; until then callbacks gather.
    package let callbacks: CallbackService
    package let metrics: MetricsRegistry
    /// The answer to `GET /ready`.
    package let readiness: Readiness
    /// Forgets old attempts once it is run.
    package let attemptHistory: AttemptHistory
    /// Proves the ledger once it is run.
    package let ledgerWatch: LedgerWatch

    /// Opens the platform, or makes a new one where `migrates` says so, and in a data folder.
    ///
    /// - Throws: errors of the store, which say in words what is wrong with the place or the master key.
    package static func open(
        at location: StoreLocation, for purpose: StorePurpose, migrates: Bool, masterKey: MasterKey,
        passwordCost: ScryptPasswordHasher.Cost,
        clock: any PlatformClock, settings: PlatformSettings, logger: Logger
    ) async throws -> RunningPlatform {
        let metrics = MetricsRegistry(logger: logger)
        let store = try await location.open(for: purpose, migrates: migrates, masterKey: masterKey, metrics: metrics, logger: logger)
        do {
            return try await open(
                on: store, masterKey: masterKey, passwordCost: passwordCost, clock: clock, settings: settings, metrics: metrics,
                logger: logger
            )
        } catch {
            try await store.close()
            throw error
        }
    }

    /// Puts a platform together on a store that is open.
    ///
    /// - Parameters:
    ///   - steadyClock: says how fresh the directory is. It must not jump, and must go on while the process is suspended.
    ///   - metrics: where the store tells its own figures already.
    /// - Throws: errors of the store.
    package static func open(
        on store: any Store, masterKey: MasterKey, passwordCost: ScryptPasswordHasher.Cost, clock: any PlatformClock,
        steadyClock: any Clock<Duration> = SystemClock.steady, settings: PlatformSettings, metrics: MetricsRegistry, logger: Logger
    ) async throws -> RunningPlatform {
        let directory = try await DirectoryHolder.load(from: store, steadyClock: steadyClock)
        let callbacks = CallbackService(
            store: store, directory: directory, clock: clock, deliverer: CallbackSender(policy: CallbackAddressPolicy(settings)),
            metrics: metrics, logger: logger
        )
        let platform = Platform(
            store: store, directory: directory, clock: clock,
            passwords: ScryptPasswordHasher(masterKey: masterKey, cost: passwordCost), formKey: masterKey.formKey,
            receiptKey: masterKey.receiptKey, settings: settings, metrics: metrics,
            callbacks: CallbackSignal(fellDue: { callbacks.wake($0) }, changed: { callbacks.wake() })
        )
        let directoryFollower = DirectoryFollower(
            store: store, directory: directory, callbacks: platform.callbacks, steadyClock: steadyClock, logger: logger
        )
        ProcessFigures.register(with: metrics)
        metrics.onScrape("committer") { [committer = platform.committer] scrape in
            scrape.gauge("imugi_commands_waiting", Double(committer.waiting))
        }
        let attemptHistory = AttemptHistory(
            store: store, directory: directory, clock: clock, kept: settings.callbackHistory, logger: logger
        )
        let ledgerWatch = LedgerWatch(store: store, clock: clock, logger: logger)
        let callbackFigures = CallbackFigures(store: store, directory: directory, clock: clock, watch: callbacks.watch)
        callbackFigures.register(with: metrics)
        let ledgerFigures = LedgerFigures(watch: ledgerWatch)
        ledgerFigures.register(with: metrics)
        let readinessDetails = [directory.readiness, ledgerFigures.readiness, callbackFigures.readiness].compactMap { $0 }
        return RunningPlatform(
            platform: platform, directoryFollower: directoryFollower, callbacks: callbacks, metrics: metrics,
            readiness: Readiness(store, details: readinessDetails), attemptHistory: attemptHistory, ledgerWatch: ledgerWatch
        )
    }

    /// Opens the platform of real use.
    ///
    /// - Parameter migrates: as for ``StoreLocation/open(for:migrates:masterKey:metrics:logger:)``.
    /// - Throws: ``MasterKeyError``; errors of the store.
    package static func open(_ settings: ServeSettings, migrates: Bool = false, logger: Logger) async throws -> RunningPlatform {
        try await open(
            at: settings.store, for: .serve, migrates: migrates, masterKey: try settings.masterKey.load(), passwordCost: .standard,
            clock: SystemClock(), settings: settings.platform, logger: logger
        )
    }

    /// What goes on in the background, in the order in which it starts.
    package var services: [any Service] { [directoryFollower, callbacks, attemptHistory, ledgerWatch] }

    /// Runs `body` while the directory is kept up to date: for what works on the platform before ``services`` run, or without them.
    package func following<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result {
        // Leaving the scope cancels it and waits for its end.
        async let _ = directoryFollower.run()
        return try await body()
    }

    /// Writes everything back into the main file and lets go of the folder.
    package func close() async throws { try await platform.store.close() }
}
