import Foundation
import GRDB
import PayDomain
import PayLedger
import PayStoreSQLite
import Testing

/// What a backup holds, and when there is none.
@Suite struct BackupTests {
    @Test func aBackupIsOfTheMomentAtWhichItBeginsAndHoldsUpNoPayment() async throws {
        let folder = try TestFolder()
        try await SmallLedger.fill(folder)
        let store = try await SQLiteStore.openForTest(folder)
        let committer = try await Fixture.committer(store)
        // More than one step copies.
        for index in 0..<300 { try await committer.submit(.pay(1, by: Fixture.fair, as: "many_\(index)")) }
        let before = try await store.proveLedger()

        let held = HeldCopy.inTheMiddle()
        async let backup = SQLiteStore.backUp(folder: folder.path, to: folder.backupPath, progress: held.show)
        defer { held.letGo() }
        await held.isHeld()
        // It stays there until these are durable.
        for index in 0..<50 { try await committer.submit(.deposit(1, to: Fixture.alice, as: "meanwhile:\(index)")) }
        held.letGo()
        let copy = try await backup
        #expect(copy.transactions == before.transactions && copy.chainHead == before.chainHead)

        let restored = try TestFolder()
        try await restored.restore(from: folder)
        let again = try await SQLiteStore.openForTest(restored)
        let proof = try await again.proveLedger()
        #expect(broken(proof) == [] && proof.chainHead == before.chainHead)
        #expect(try await again.order(Fixture.key("many_299", of: Fixture.fair)) != nil)
        #expect(try await store.proveLedger().transactions == before.transactions + 50)
        try await again.close()
        try await store.close()
    }

    @Test func aBackupIsOneFileForItsOwnersEyes() async throws {
        let folder = try TestFolder()
        try await SmallLedger.fill(folder)
        let copy = try await folder.backUp()
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.backupPath)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        #expect((attributes[.size] as? NSNumber)?.int64Value == copy.bytes)
        #expect(try folder.backupFiles == ["backup"])
        // Nobody need write beside it to read it.
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: folder.backupPath, configuration: configuration)
        #expect(try await queue.read { db in try String.fetchOne(db, sql: "PRAGMA journal_mode") } == "delete")
        try queue.close()
        #expect(try folder.backupFiles == ["backup"])
    }

    @Test func aFileThatIsThereIsNotReplaced() async throws {
        let folder = try TestFolder()
        try await SmallLedger.fill(folder)
        try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.backupPath))
        await #expect(throws: BackupError.self) { try await folder.backUp() }
        #expect(FileManager.default.contents(atPath: folder.backupPath) == Data("mine".utf8))
        #expect(try folder.backupFiles == ["backup"])
    }

    @Test func aFileThatAppearsMeanwhileIsNotReplaced() async throws {
        let folder = try TestFolder()
        try await SmallLedger.fill(folder)
        let path = folder.backupPath
        let error = await #expect(throws: BackupError.self) {
            try await SQLiteStore.backUp(folder: folder.path, to: path) { progress in
                guard case .checking = progress else { return }
                #expect(FileManager.default.createFile(atPath: path, contents: Data("mine".utf8)))
            }
        }
        guard case .exists(path) = error else { throw Unexpected(outcome: "\(String(describing: error))") }
        #expect(FileManager.default.contents(atPath: path) == Data("mine".utf8))
        #expect(try folder.backupFiles == ["backup"])
    }

    @Test func whatADeadBackupHasLeftIsReplacedAndALivingOneIsNot() async throws {
        let folder = try TestFolder()
        try await SmallLedger.fill(folder)
        let partial = "\(folder.backupPath).partial"
        // As if an earlier backup was moved away before its other name was removed.
        let kept = "\(folder.path)/kept"
        try Data("half a backup".utf8).write(to: URL(fileURLWithPath: partial))
        try FileManager.default.linkItem(atPath: partial, toPath: kept)

        let file = try FileHandle(forUpdating: URL(fileURLWithPath: partial))
        #expect(flock(file.fileDescriptor, LOCK_EX) == 0)
        let error = await #expect(throws: BackupError.self) { try await folder.backUp() }
        guard case .beingMade(folder.backupPath) = error else { throw Unexpected(outcome: "\(String(describing: error))") }
        #expect(try folder.backupFiles == ["backup.partial"])
        try file.close()

        try await folder.backUp()
        #expect(try folder.backupFiles == ["backup"])
        #expect(FileManager.default.contents(atPath: kept) == Data("half a backup".utf8))
    }

    @Test(arguments: ["UPDATE posting SET delta = '8' WHERE sequence = 1", "DELETE FROM callback"])
    func aLedgerThatDoesNotHoldGivesNoBackup(sql: String) async throws {
        let folder = try TestFolder()
        try await SmallLedger.fill(folder)
        try folder.tamper(sql)
        let error = await #expect(throws: BackupError.self) { try await folder.backUp() }
        guard case .broken(folder.backupPath, let breaks) = error, !breaks.isEmpty else {
            throw Unexpected(outcome: "\(String(describing: error))")
        }
        #expect(try folder.backupFiles == [])
    }

    @Test func aFolderInWhichNoPlatformWasMadeGivesNoBackup() async throws {
        let folder = try TestFolder()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: false)
        for contents in [nil, Data(), Data(repeating: 65, count: 9_000)] {
            if let contents { try contents.write(to: URL(fileURLWithPath: folder.databasePath)) }
            await #expect(throws: BackupError.self) { try await folder.backUp() }
            #expect(try folder.backupFiles == [])
        }
    }

    /// It is what the earlier program can be gone back to with.
    @Test func aBackupOfAnEarlierSchemaStaysOfThatSchemaAndIsProvedAllTheSame() async throws {
        let folder = try TestFolder()
        let (transactions, head) = try UpgradeTests().makeFirstVersion(in: folder)
        let copy = try await folder.backUp()
        #expect(copy.transactions == transactions && copy.chainHead == head)
        #expect(try folder.backupFiles == ["backup"])
        let queue = try DatabaseQueue(path: folder.backupPath)
        #expect(try await queue.read { db in try Migrations.all.appliedMigrations(db).count } == 1)
        try queue.close()

        let restored = try TestFolder()
        try await restored.restore(from: folder)
        let store = try await SQLiteStore.openForTest(restored)
        let proof = try await store.proveLedger()
        #expect(broken(proof) == [] && proof.chainHead == head)
        try await store.close()

        try folder.tamper("UPDATE ledger_transaction SET time = time + 1 WHERE sequence = 2")
        try FileManager.default.removeItem(atPath: folder.backupPath)
        await #expect(throws: BackupError.self) { try await folder.backUp() }
        #expect(try folder.backupFiles == [])
    }

    @Test func aStoreClosesWhileABackupReadsIt() async throws {
        let folder = try TestFolder()
        try await SmallLedger.fill(folder)
        let store = try await SQLiteStore.openForTest(folder)
        let committer = try await Fixture.committer(store)
        for index in 0..<300 { try await committer.submit(.pay(1, by: Fixture.fair, as: "many_\(index)")) }
        let head = try await store.proveLedger().chainHead
        let held = HeldCopy.inTheMiddle()
        async let backup = SQLiteStore.backUp(folder: folder.path, to: folder.backupPath, progress: held.show)
        defer { held.letGo() }
        await held.isHeld()
        try await committer.submit(.deposit(1, to: Fixture.alice, as: "meanwhile"))
        try await store.close()
        held.letGo()
        #expect(try await backup.chainHead == head)
        let again = try await SQLiteStore.openForTest(folder)
        #expect(broken(try await again.proveLedger()) == [])
        try await again.close()
    }
}

extension TestFolder {
    var backupPath: String { "\(path)/backup" }

    /// What there is under a backup's name, or one that begins with it.
    var backupFiles: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasPrefix("backup") }.sorted() }
    }

    @discardableResult
    func backUp() async throws -> PlatformCopy { try await SQLiteStore.backUp(folder: path, to: backupPath) }

    /// Restores the backup of the other folder into this one.
    @discardableResult
    func restore(from folder: TestFolder, expecting head: [UInt8]? = nil, key: UInt8 = 7) async throws -> PlatformCopy {
        try await SQLiteStore.restore(
            from: folder.backupPath, into: path, expecting: head, sealer: { _ in XORSealer(key: key) }
        )
    }
}
