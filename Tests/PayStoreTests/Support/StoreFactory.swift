import Foundation
import Logging
import PayDomain
import PayStoreSQLite
import Testing

/// A kind of store that the contract is run on. Whoever adds a store adds it to ``all``.
struct StoreFactory: Sendable, CustomTestStringConvertible {
    let name: String
    /// Opens the store of one test, again if it was closed: what was written is there.
    let open: @Sendable (TestFolder) async throws -> any Store

    var testDescription: String { name }

    static let all = [sqlite, postgres]

    static let sqlite = StoreFactory(name: "SQLite") { folder in try await SQLiteStore.openForTest(folder) }

    /// Runs `body` on a new store with the fixture's directory in it.
    func withStore(_ body: (any Store) async throws -> Void) async throws {
        let folder = try TestFolder()
        let store = try await open(folder)
        try await Fixture.fill(store)
        try await body(store)
        try await store.close()
    }
}

extension SQLiteStore {
    static func openForTest(
        _ folder: TestFolder, purpose: StorePurpose = .serve, sealer: any Sealer = XORSealer(key: 7), stop: @escaping Stop = endProcess
    ) async throws -> SQLiteStore {
        try await open(folder: folder.path, purpose: purpose, sealer: sealer, logger: testLogger, stop: stop)
    }
}

/// A folder of one test. It goes with this object.
final class TestFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("imugi-store-\(UUID().uuidString)").path
    }

    var databasePath: String { "\(path)/imugi.sqlite" }

    deinit {
        // A database on a server leaves no folder.
        guard FileManager.default.fileExists(atPath: path) else { return }
        do { try FileManager.default.removeItem(atPath: path) } catch { print("left behind: \(path): \(error)") }
    }
}

let testLogger = Logger(label: "test")

/// A test cannot go on after what it has met.
struct Unexpected: Error {
    let outcome: String
}
