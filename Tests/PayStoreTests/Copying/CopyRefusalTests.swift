import GRDB
import PayCore
import PayDomain
import PayStorePostgres
import PayStoreSQLite
import TestSupport
import Testing

/// What is not copied, and that nothing is made of it.
@Suite struct CopyRefusalTests {
    @Test(arguments: CopyPlace.kinds)
    func aPlaceWithAnotherPlatformIsRefused(kind: String) async throws {
        let (source, target) = (try await Self.source(), try await CopyPlace.empty(kind))
        try await closing(try await target.open(sealer: XORSealer(key: 8))) { try await Fixture.fill($0) }
        await #expect(throws: PlatformCopyError.targetTaken) { try await source.copy(to: target) }
        try await closing(try await target.open(sealer: XORSealer(key: 8), migrates: false)) { store in
            let directory = try await store.loadDirectory()
            #expect(directory.apps.count == 2)
        }
    }

    @Test(arguments: CopyPlace.kinds)
    func anotherSourceDoesNotGoOn(kind: String) async throws {
        let (source, target, other) = (try await Self.source(), try await CopyPlace.empty(kind), try await CopyPlace.empty("SQLite"))
        try await Self.breakOff(source, target)
        try await closing(try await other.open(sealer: XORSealer(key: 8))) { try await Fixture.fill($0) }
        await #expect(throws: PlatformCopyError.otherSource) {
            try await closing(try await other.openToCopy(key: 8)) { source in
                try await closing(try await target.openForCopy()) { try await PlatformCopier(from: source, to: $0).run() }
            }
        }
        #expect(try await source.copy(to: target).rows > 0)
    }

    @Test(arguments: CopyPlace.kinds)
    func aSourceThatWentOnDoesNotGoOn(kind: String) async throws {
        let (source, target) = (try await Self.source(), try await CopyPlace.empty(kind))
        try await Self.breakOff(source, target)
        try await closing(try await source.open()) { _ = try await CopiedPlatform($0).pay("meanwhile") }
        await #expect(throws: PlatformCopyError.sourceHasGoneOn) { try await source.copy(to: target) }
        #expect(try await target.refusal()?.contains("Repeat imugi copy") == true)
    }

    /// The chain and the numbers of rows say nothing of it.
    @Test(arguments: CopyPlace.kinds)
    func aRowThatHasChangedSinceItWasCopiedIsNoticed(kind: String) async throws {
        let (source, target) = (try await Self.source(), try await CopyPlace.empty(kind))
        await #expect(throws: CopyWatch.BrokenOff.self) {
            try await source.copy(to: target) { target in
                CopyWatch(target) { if $0 == .beforeFinish { throw CopyWatch.BrokenOff() } }
            }
        }
        try await closing(try await source.open()) { store in
            try await store.change(.setPaymentsFrozen(Fixture.bob, true)) { _ in }
        }
        await #expect(throws: PlatformCopyError.copyDiffers("other rows of user")) { try await source.copy(to: target) }
        #expect(try await target.refusal()?.contains("Repeat imugi copy") == true)
    }

    @Test(arguments: [1, 20])
    func aNodeThatPaysOnTheSourceIsNoticed(write: Int) async throws {
        let (source, target) = (try await CopyPlace.filled("PostgreSQL", seed: 1), try await CopyPlace.empty("SQLite"))
        guard case .database(var settings) = source else { throw Unexpected(outcome: "no database") }
        settings.applicationName = "hidden"
        try await closing(try await CopyPlace.database(settings).open()) { node in
            await #expect(throws: PlatformCopyError.sourceHasGoneOn) {
                try await source.copy(to: target) { target in
                    CopyWatch(target) { if $0 == .write(write) { _ = try await CopiedPlatform(node).pay("meanwhile") } }
                }
            }
        }
        #expect(try await target.refusal()?.contains("Repeat imugi copy") == true)
    }

    @Test func aDatabaseOnWhichANodeRunsIsNotCopied() async throws {
        let source = try await CopyPlace.empty("PostgreSQL")
        try await closing(try await source.open()) { _ in
            await #expect(throws: PostgresStoreError.nodesRunning(connections: 1)) { try await source.openToCopy() }
        }
        try await source.openToCopy().close()
    }

    @Test(arguments: CopyPlace.kinds)
    func anotherMasterKeyIsRefused(kind: String) async throws {
        let source = try await CopyPlace.empty(kind)
        try await source.open().close()
        let error = await #expect(throws: (any Error).self) { try await source.openToCopy(key: 8).close() }
        #expect(error.map { "\($0)" }?.contains("Wrong master key") == true)
    }

    @Test(arguments: CopyPlace.kinds)
    func aLedgerThatDoesNotHoldIsNotCopied(kind: String) async throws {
        let source = try await CopyPlace.empty("SQLite")
        guard case .folder(let folder) = source else { throw Unexpected(outcome: "no folder") }
        try await SmallLedger.fill(folder)
        let queue = try DatabaseQueue(path: folder.databasePath)
        try await queue.write { db in try db.execute(sql: "UPDATE account SET total = total + 1 WHERE owner = 10") }
        try queue.close()
        let target = try await CopyPlace.empty(kind)
        let error = await #expect(throws: PlatformCopyError.self) { try await source.copy(to: target) }
        guard case .sourceBroken(let rows) = error else { throw Unexpected(outcome: "\(String(describing: error))") }
        #expect(!rows.isEmpty)
    }

    @Test(arguments: CopyPlace.kinds)
    func nothingIsNoPlatform(kind: String) async throws {
        let source = try await CopyPlace.empty(kind)
        let error = await #expect(throws: (any Error).self) { try await source.openToCopy().close() }
        #expect(error.map { "\($0)" }?.contains("no platform in") == true)
    }

    @Test func aFolderInUseIsNeitherCopiedNorCopiedInto() async throws {
        let folder = try await Self.source()
        try await closing(try await folder.open()) { _ in
            await #expect(throws: StoreError.self) { try await folder.openToCopy() }
            await #expect(throws: StoreError.self) { try await folder.openForCopy() }
        }
    }

    private static func source() async throws -> CopyPlace { try await CopyPlace.filled("SQLite", seed: 2) }

    /// Leaves part of a copy.
    private static func breakOff(_ source: CopyPlace, _ target: CopyPlace) async throws {
        await #expect(throws: CopyWatch.BrokenOff.self) {
            try await source.copy(to: target) { target in
                CopyWatch(target) { if $0 == .write(12) { throw CopyWatch.BrokenOff() } }
            }
        }
    }
}
