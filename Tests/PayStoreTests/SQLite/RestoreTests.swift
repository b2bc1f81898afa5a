import Foundation
import GRDB
import PayDomain
import PayLedger
import PayStoreSQLite
import Testing

/// What is restored, what is refused, and that what is refused leaves no platform behind.
@Suite struct RestoreTests {
    @Test(arguments: [StorePurpose.serve, .sandbox])
    func whatIsRestoredGoesOnAsWhatItWas(purpose: StorePurpose) async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.openForTest(folder, purpose: purpose)
        try await Fixture.fill(store)
        try await Fixture.committer(store).submit(.deposit(9, to: Fixture.alice, as: "d"))
        let backup = try await folder.backUp()
        try await store.close()

        let restored = try TestFolder()
        let copy = try await restored.restore(from: folder, expecting: backup.chainHead)
        #expect(copy.purpose == purpose && copy.transactions == 1 && copy.chainHead == backup.chainHead)
        #expect(try restored.files == ["imugi.sqlite", "lock"])
        let again = try await SQLiteStore.openForTest(restored, purpose: purpose)
        #expect(try await again.spot(Fixture.alice) == 9)
        #expect(try await again.loadDirectory().apps.count == 2)
        try await Fixture.committer(again).submit(.deposit(1, to: Fixture.alice, as: "after"))
        #expect(broken(try await again.proveLedger()) == [])
        #expect(try await again.durabilitySettings()["journal_mode"] == "wal")
        try await again.close()
    }

    @Test func onlyTheOwnerMayReadWhatIsRestored() async throws {
        let folder = try await Self.backup()
        let restored = try TestFolder()
        try await restored.restore(from: folder)
        for (name, mode) in [("", 0o700), ("/imugi.sqlite", 0o600)] {
            let attributes = try FileManager.default.attributesOfItem(atPath: restored.path + name)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == mode)
        }
    }

    @Test(arguments: ["imugi.sqlite", "imugi.sqlite-wal", "imugi.sqlite-shm", "imugi.sqlite-journal"])
    func aFolderWithAPlatformOrWhatIsLeftOfOneIsRefused(name: String) async throws {
        let folder = try await Self.backup()
        let restored = try TestFolder()
        try FileManager.default.createDirectory(atPath: restored.path, withIntermediateDirectories: false)
        try Data("kept".utf8).write(to: URL(fileURLWithPath: "\(restored.path)/\(name)"))
        let error = await #expect(throws: BackupError.self) { try await restored.restore(from: folder) }
        guard case .folderTaken(restored.path, name) = error else { throw Unexpected(outcome: "\(String(describing: error))") }
        #expect(FileManager.default.contents(atPath: "\(restored.path)/\(name)") == Data("kept".utf8))
        #expect(try restored.files == [name])
    }

    @Test func aTruncatedBackupIsRefused() async throws {
        let folder = try await Self.backup()
        let whole = try Data(contentsOf: URL(fileURLWithPath: folder.backupPath))
        for count in [0, 1, 15, 20, 99, 100, 511, 4_095, 4_096, whole.count / 2, whole.count - 4_096, whole.count - 1] {
            try await refuse(whole.prefix(count), "cut to \(count)")
        }
        try await refuse(whole + Data(count: 1), "longer by a byte")
    }

    /// Wherever a page is overwritten, SQLite or the proof notices, or nothing that counts was in it.
    @Test func aDamagedBackupIsRefused() async throws {
        let folder = try await Self.backup()
        let whole = try Data(contentsOf: URL(fileURLWithPath: folder.backupPath))
        let queue = try DatabaseQueue(path: folder.backupPath)
        let pages = try await queue.read { db in try Int.fetchAll(db, sql: "SELECT rootpage FROM sqlite_schema WHERE rootpage > 0") }
        try queue.close()
        for page in pages {
            var damaged = whole
            damaged.replaceSubrange((page - 1) * 4_096..<page * 4_096, with: Data(repeating: 0xff, count: 4_096))
            try await refuse(damaged, "page \(page)")
        }
    }

    @Test func whatIsNoBackupOfImugiIsRefused() async throws {
        try await refuse(Data("-- PostgreSQL database dump".utf8), "text")
        let other = try TestFolder()
        try FileManager.default.createDirectory(atPath: other.path, withIntermediateDirectories: false)
        let queue = try DatabaseQueue(path: other.databasePath)
        try await queue.write { db in try db.execute(sql: "CREATE TABLE installation (purpose TEXT)") }
        try queue.close()
        try await refuse(try Data(contentsOf: URL(fileURLWithPath: other.databasePath)), "another program's database")
    }

    @Test func theDatabaseOfAFolderIsNoBackup() async throws {
        let folder = try TestFolder()
        try await SmallLedger.fill(folder)
        try await refuse(try Data(contentsOf: URL(fileURLWithPath: folder.databasePath)), "a folder's database") {
            if case .notABackup = $0 { true } else { false }
        }
    }

    @Test func aBackupOfANewerImugiIsRefused() async throws {
        let folder = try await Self.backup()
        try folder.editBackup("INSERT INTO grdb_migrations VALUES ('9999 from the future')")
        try await refuse(try Data(contentsOf: URL(fileURLWithPath: folder.backupPath)), "newer") {
            if case .schemaTooNew = $0 { true } else { false }
        }
    }

    @Test func aBackupUnderAnotherMasterKeyIsRefused() async throws {
        let folder = try await Self.backup()
        try await refuse(try Data(contentsOf: URL(fileURLWithPath: folder.backupPath)), "key", key: 8) {
            if case .wrongMasterKey = $0 { true } else { false }
        }
    }

    @Test func aBackupWhoseLedgerWasChangedIsRefused() async throws {
        let folder = try await Self.backup()
        try folder.editBackup("DROP TRIGGER posting_never_changes; UPDATE posting SET delta = '7' WHERE sequence = 1 AND line = 0")
        try await refuse(try Data(contentsOf: URL(fileURLWithPath: folder.backupPath)), "changed") {
            if case .broken = $0 { true } else { false }
        }
    }

    @Test func anOlderBackupThanTheOneThatIsMeantIsRefused() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.openForTest(folder)
        try await Fixture.fill(store)
        let committer = try await Fixture.committer(store)
        try await committer.submit(.deposit(1, to: Fixture.alice, as: "first"))
        let old = try await folder.backUp()
        try await committer.submit(.deposit(1, to: Fixture.alice, as: "second"))
        let newer = try await store.proveLedger().chainHead
        try await store.close()

        let restored = try TestFolder()
        let error = await #expect(throws: BackupError.self) { try await restored.restore(from: folder, expecting: newer) }
        guard case .otherHead(folder.backupPath, old.chainHead, newer) = error else {
            throw Unexpected(outcome: "\(String(describing: error))")
        }
        #expect(try restored.files == ["lock"])
        try await restored.restore(from: folder, expecting: old.chainHead)
    }

    @Test func aFolderWithHalfARestoreServesNothingUntilItIsRestored() async throws {
        let folder = try await Self.backup()
        let restored = try TestFolder()
        try FileManager.default.createDirectory(atPath: restored.path, withIntermediateDirectories: false)
        let half = try Data(contentsOf: URL(fileURLWithPath: folder.backupPath)).prefix(8_192)
        try half.write(to: URL(fileURLWithPath: "\(restored.path)/imugi.sqlite.restoring"))
        let error = await #expect(throws: StoreError.self) { try await SQLiteStore.openForTest(restored) }
        guard case .restoreUnfinished(restored.path) = error else { throw Unexpected(outcome: "\(String(describing: error))") }
        #expect(try restored.files == ["imugi.sqlite.restoring", "lock"])

        try await restored.restore(from: folder)
        #expect(try restored.files == ["imugi.sqlite", "lock"])
        let store = try await SQLiteStore.openForTest(restored)
        #expect(broken(try await store.proveLedger()) == [])
        try await store.close()
    }

    @Test func noStoreOpensTheFolderDuringARestore() async throws {
        let folder = try await Self.backup()
        let restored = try TestFolder()
        let held = HeldCopy { if case .checking = $0 { true } else { false } }
        async let restore = SQLiteStore.restore(
            from: folder.backupPath, into: restored.path, sealer: { _ in XORSealer(key: 7) }, progress: held.show
        )
        defer { held.letGo() }
        await held.isHeld()
        let error = await #expect(throws: StoreError.self) { try await SQLiteStore.openForTest(restored) }
        held.letGo()
        guard case .folderInUse(restored.path) = error else { throw Unexpected(outcome: "\(String(describing: error))") }
        _ = try await restore
        try await SQLiteStore.openForTest(restored).close()
    }

    /// A folder with a backup of a small ledger.
    private static func backup() async throws -> TestFolder {
        let folder = try TestFolder()
        try await SmallLedger.fill(folder)
        try await folder.backUp()
        return folder
    }

    /// Requires that the file is refused and that no trace of it stays.
    private func refuse(
        _ contents: Data, _ what: String, key: UInt8 = 7, as isRight: (BackupError) -> Bool = { _ in true }
    ) async throws {
        let (folder, restored) = (try TestFolder(), try TestFolder())
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: false)
        try FileManager.default.createDirectory(atPath: restored.path, withIntermediateDirectories: false)
        try contents.write(to: URL(fileURLWithPath: folder.backupPath))
        let error = await #expect(throws: BackupError.self, "\(what)") { try await restored.restore(from: folder, key: key) }
        #expect(error.map(isRight) == true, "\(what): \(String(describing: error))")
        #expect(try restored.files.filter { $0 != "lock" } == [], "\(what)")
        #expect(FileManager.default.contents(atPath: folder.backupPath) == contents, "\(what)")
    }
}

extension TestFolder {
    fileprivate var files: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }

    fileprivate func editBackup(_ sql: String) throws {
        let queue = try DatabaseQueue(path: backupPath)
        try queue.write { db in try db.execute(sql: sql) }
        try queue.close()
    }
}
