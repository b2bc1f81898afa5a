import Logging
import PayCallbacks
import PayDomain
import PayHTTP
import PayStoreSQLite
import ServiceLifecycle

/// A platform put together on a data folder, with what goes on in its background ready to run.
package struct RunningPlatform: Sendable {
    package let platform: Platform
    /// Delivers once it is run; until then callbacks gather.
    package let callbacks: CallbackService
    package let metrics: MetricsRegistry
    /// The answer to `GET /ready`.
    package let readiness: Readiness
    /// Forgets old attempts once it is run.
    package let attemptHistory: AttemptHistory
    /// Proves the ledger once it is run.
    package let ledgerWatch: LedgerWatch

    /// Opens the folder, or makes a new platform in it.
    ///
    /// - Throws: ``StoreError``, which says in words what is wrong with the folder or the master key.
    package static func open(
        folder: String, purpose: StorePurpose, masterKey: MasterKey, passwordCost: ScryptPasswordHasher.Cost,
        clock: any PlatformClock, settings: PlatformSettings, logger: Logger
    ) async throws -> RunningPlatform {
        let metrics = MetricsRegistry(logger: logger)
        let store = try await SQLiteStore.open(
            folder: folder, purpose: purpose, sealer: AESGCMSealer(masterKey: masterKey), logger: logger, metrics: metrics
        )
        let directory = DirectoryHolder(try await store.loadDirectory())
        let callbacks = CallbackService(
            store: store, directory: directory, clock: clock, deliverer: CallbackSender(policy: CallbackAddressPolicy(settings)),
            metrics: metrics, logger: logger
        )
        let platform = Platform(
            store: store, directory: directory, clock: clock,
            passwords: ScryptPasswordHasher(masterKey: masterKey, cost: passwordCost), settings: settings,
            metrics: metrics,
            callbacks: CallbackSignal(fellDue: { callbacks.wake($0) }, changed: { callbacks.wake() })
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
        return RunningPlatform(
            platform: platform, callbacks: callbacks, metrics: metrics,
            readiness: Readiness(store, details: [ledgerFigures.readiness, callbackFigures.readiness]), attemptHistory: attemptHistory,
            ledgerWatch: ledgerWatch
        )
    }

    /// Opens the data folder of real use.
    ///
    /// - Throws: ``MasterKeyError``; ``StoreError``.
    package static func open(_ settings: ServeSettings, logger: Logger) async throws -> RunningPlatform {
        try await open(
            folder: settings.dataFolder, purpose: .serve, masterKey: try settings.masterKey.load(), passwordCost: .standard,
            clock: SystemClock(), settings: settings.platform, logger: logger
        )
    }

    /// What goes on in the background, in the order in which it starts.
    package var services: [any Service] { [callbacks, attemptHistory, ledgerWatch] }

    /// Writes everything back into the main file and lets go of the folder.
    package func close() async throws { try await platform.store.close() }
}
