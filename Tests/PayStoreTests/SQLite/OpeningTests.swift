import Foundation
import GRDB
import PayDomain
import PayStoreSQLite
import Testing

/// What opening a folder refuses, and how it leaves the folder.
@Suite struct OpeningTests {
    @Test func aSecondStoreIsKeptOffTheFolderUntilTheFirstIsClosed() async throws {
        let folder = try TestFolder()
        let first = try await SQLiteStore.openForTest(folder)
        let error = await #expect(throws: StoreError.self) { try await SQLiteStore.openForTest(folder) }
        #expect(error?.description == "Another imugi runs on the data folder \(folder.path). Stop that one first, or name another folder.")
        try await first.close()
        try await SQLiteStore.openForTest(folder).close()
    }

    @Test(arguments: [(StorePurpose.serve, StorePurpose.sandbox), (.sandbox, .serve)])
    func aFolderOfTheOtherPurposeIsRefused(made: StorePurpose, opened: StorePurpose) async throws {
        let folder = try TestFolder()
        try await SQLiteStore.openForTest(folder, purpose: made).close()
        let error = await #expect(throws: StoreError.self) { try await SQLiteStore.openForTest(folder, purpose: opened) }
        guard case .purposeDiffers(_, made.rawValue, opened.rawValue) = error else {
            throw Unexpected(outcome: "\(String(describing: error))")
        }
        try await SQLiteStore.openForTest(folder, purpose: made).close()
    }

    @Test func aWrongMasterKeyIsRefused() async throws {
        let folder = try TestFolder()
        try await SQLiteStore.openForTest(folder, sealer: XORSealer(key: 7)).close()
        let error = await #expect(throws: StoreError.self) { try await SQLiteStore.openForTest(folder, sealer: XORSealer(key: 8)) }
        guard case .wrongMasterKey(folder.path) = error else { throw Unexpected(outcome: "\(String(describing: error))") }
        try await SQLiteStore.openForTest(folder, sealer: XORSealer(key: 7)).close()
    }

    @Test func aNewerSchemaIsRefusedAndLeftAlone() async throws {
        let folder = try TestFolder()
        try await SQLiteStore.openForTest(folder).close()
        try folder.edit { db in try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('9999 from the future')") }
        let error = await #expect(throws: StoreError.self) { try await SQLiteStore.openForTest(folder) }
        guard case .schemaTooNew(folder.path) = error else { throw Unexpected(outcome: "\(String(describing: error))") }
        let count = try folder.edit { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM grdb_migrations") }
        #expect(count == Migrations.all.migrations.count + 1)
    }

    @Test func aFileThatIsNoDatabaseIsRefused() async throws {
        let folder = try TestFolder()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: false)
        let data = Data(repeating: 65, count: 8_192)
        try data.write(to: URL(fileURLWithPath: folder.databasePath))
        let error = await #expect(throws: StoreError.self) { try await SQLiteStore.openForTest(folder) }
        guard case .failed(let failure) = error else { throw Unexpected(outcome: "\(String(describing: error))") }
        #expect(failure.code == 26)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.databasePath)) == data)
    }

    @Test func aFolderThatCannotBeMadeIsRefused() async throws {
        let folder = try TestFolder()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: false)
        let path = "\(folder.path)/missing/folder"
        let error = await #expect(throws: StoreError.self) {
            try await SQLiteStore.open(folder: path, purpose: .serve, sealer: XORSealer(key: 7), logger: testLogger)
        }
        guard case .folderUnusable(path, _) = error else { throw Unexpected(outcome: "\(String(describing: error))") }
    }

    @Test func onlyTheOwnerMayReadTheFiles() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.openForTest(folder)
        try await Fixture.fill(store)
        #expect(try folder.permissions("") == 0o700)
        for name in ["lock", "imugi.sqlite", "imugi.sqlite-wal", "imugi.sqlite-shm"] { #expect(try folder.permissions(name) == 0o600) }
        try await store.close()
    }

    @Test func closingCopiesTheLogIntoTheDatabase() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.openForTest(folder)
        try await Fixture.fill(store)
        // A reader's connection is open too.
        #expect(try await store.users(limit: 9).count == 4)
        try await store.close()
        let log = FileManager.default.contents(atPath: "\(folder.databasePath)-wal")
        #expect(log?.isEmpty ?? true)
    }

    @Test func secretsAreNotInTheFileInClear() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.openForTest(folder)
        try await Fixture.fill(store)
        var app = Fixture.makeApp(Fixture.shop, manager: Fixture.manager)
        app.replaceKeys(checkKey: "renewed-check", strongSecret: nil, overlap: 60, now: Fixture.start)
        try await store.change(.updateApp(app)) { _ in }
        try await store.close()
        let file = try Data(contentsOf: URL(fileURLWithPath: folder.databasePath))
        #expect(file.range(of: Data("user-10".utf8)) != nil, "the search would find what is there")
        for secret in ["secret-shop-key", "check-shop", "renewed-check"] { #expect(file.range(of: Data(secret.utf8)) == nil) }
    }

    @Test func durabilityIsAsStrongAsPromised() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.openForTest(folder)
        let settings = try await store.durabilitySettings()
        #expect(settings == ["journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"])
        try await store.close()
    }

    @Test func aSecretMovedToAnotherKeyDoesNotOpen() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.openForTest(folder)
        try await Fixture.fill(store)
        try await store.close()
        try folder.edit { db in
            try db.execute(
                sql: "UPDATE access_key SET secret = (SELECT secret FROM access_key WHERE id = 'fair-key') WHERE id = 'shop-key'"
            )
        }
        let again = try await SQLiteStore.openForTest(folder)
        await #expect(throws: SealBroken.self) { try await again.loadDirectory() }
        try await again.close()
    }
}

extension TestFolder {
    /// Opens the closed store's file with plain SQL, without foreign keys and checks standing in the way.
    @discardableResult
    func edit<Result>(_ body: (Database) throws -> Result) throws -> Result {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: databasePath, configuration: configuration)
        defer { do { try queue.close() } catch { Issue.record(error) } }
        return try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
            return try body(db)
        }
    }

    fileprivate func permissions(_ name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
        return try #require(attributes[.posixPermissions] as? NSNumber).intValue
    }
}
