import Logging
import PayDomain
import PayStoreSQLite

/// A platform on its data folder, which no other process can open until ``close()``.
package struct RunningPlatform: Sendable {
    package let platform: Platform
    private let store: SQLiteStore

    /// - Throws: ``MasterKeyError``; `StoreError`.
    package static func open(_ settings: ServeSettings, logger: Logger) async throws -> RunningPlatform {
        let masterKey = try settings.masterKey.load()
        let store = try await SQLiteStore.open(
            folder: settings.dataFolder, purpose: .serve, sealer: AESGCMSealer(masterKey: masterKey), logger: logger
        )
        let platform = Platform(
            store: store, directory: DirectoryHolder(try await store.loadDirectory()), clock: SystemClock(),
            passwords: ScryptPasswordHasher(masterKey: masterKey), settings: settings.platform, callbacksFellDue: {}
        )
        return RunningPlatform(platform: platform, store: store)
    }

    package func close() async throws { try await store.close() }
}
