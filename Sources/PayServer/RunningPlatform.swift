import Logging
import PayCallbacks
import PayDomain
import PayStoreSQLite

/// A platform put together on a data folder, with what goes on in its background ready to run.
package struct RunningPlatform: Sendable {
    package let platform: Platform
    /// Delivers once it is run; until then callbacks gather.
    package let callbacks: CallbackService
    /// Proves the ledger once it is run.
    package let ledgerWatch: LedgerWatch

    /// Opens the folder, or makes a new platform in it.
    ///
    /// - Throws: ``StoreError``, which says in words what is wrong with the folder or the master key.
    package static func open(
        folder: String, purpose: SQLiteStore.Purpose, masterKey: MasterKey, passwordCost: ScryptPasswordHasher.Cost,
        clock: any PlatformClock, settings: PlatformSettings, logger: Logger
    ) async throws -> RunningPlatform {
        let store = try await SQLiteStore.open(
            folder: folder, purpose: purpose, sealer: AESGCMSealer(masterKey: masterKey), logger: logger
        )
        let directory = DirectoryHolder(try await store.loadDirectory())
        let callbacks = CallbackService(
            store: store, directory: directory, clock: clock, deliverer: CallbackSender(policy: CallbackAddressPolicy(settings)),
            logger: logger
        )
        let platform = Platform(
            store: store, directory: directory, clock: clock,
            passwords: ScryptPasswordHasher(masterKey: masterKey, cost: passwordCost), settings: settings,
            callbacksFellDue: { callbacks.wake() }
        )
        let watch = LedgerWatch(store: store, clock: clock, logger: logger)
        return RunningPlatform(platform: platform, callbacks: callbacks, ledgerWatch: watch)
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

    /// Writes everything back into the main file and lets go of the folder.
    package func close() async throws { try await platform.store.close() }
}
