import Foundation
import GRDB
import PayDomain
import PayLedger
import PayStoreSQLite
import Testing

/// What must not go on ends the process.
@Suite struct StopTests {
    @Test func aCommitThatFailsEndsTheProcess() async throws {
        await #expect(processExitsWith: .exitCode(70)) {
            let folder = try TestFolder()
            try await Self.fill(folder)
            // From now on each transaction of the ledger breaks a foreign key that is only looked at by COMMIT itself.
            try folder.edit { db in
                try db.execute(
                    sql: """
                        CREATE TABLE trap (uid INTEGER REFERENCES user (id) DEFERRABLE INITIALLY DEFERRED);
                        CREATE TRIGGER trap AFTER INSERT ON ledger_transaction BEGIN INSERT INTO trap VALUES (-1); END;
                        """
                )
            }
            let store = try await SQLiteStore.openForTest(folder)
            try await Fixture.committer(store).submit(.deposit(1, to: Fixture.alice, as: "d"))
        }
    }

    @Test func theReasonIsToldToWhomTheProcessIsStoppedBy() async throws {
        let result = await #expect(processExitsWith: .exitCode(3), observing: [\.standardOutputContent]) {
            let folder = try TestFolder()
            try await Self.fill(folder)
            try folder.edit { db in
                try db.execute(
                    sql: """
                        CREATE TABLE trap (uid INTEGER REFERENCES user (id) DEFERRABLE INITIALLY DEFERRED);
                        CREATE TRIGGER trap AFTER INSERT ON metadata BEGIN INSERT INTO trap VALUES (-1); END;
                        """
                )
            }
            let store = try await SQLiteStore.openForTest(folder) { reason in
                print(reason)
                exit(3)
            }
            try await store.setMetadata("a", to: "b")
        }
        let output = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
        #expect(output.contains("a commit failed, and whether it happened is unknown"))
        #expect(output.contains("FOREIGN KEY constraint failed"))
    }

    @Test func aDamagedFileEndsTheProcess() async throws {
        await #expect(processExitsWith: .exitCode(70)) {
            let folder = try TestFolder()
            try await Self.fill(folder)
            try folder.damage(table: "user")
            let store = try await SQLiteStore.openForTest(folder)
            _ = try await store.users(limit: 9)
        }
    }

    @Test func everyProofTellsThatTheFileIsDamaged() async throws {
        let folder = try TestFolder()
        try await Self.fill(folder)
        try folder.damage(table: "posting")
        let store = try await SQLiteStore.openForTest(folder)
        for proving in Proving.all {
            let proof = try await proving.prove(store)
            #expect(broken(proof).contains("I8"), "\(proving)")
        }
        try await store.close()
    }

    private static func fill(_ folder: TestFolder) async throws {
        let store = try await SQLiteStore.openForTest(folder)
        try await Fixture.fill(store)
        try await Fixture.committer(store).submit(.deposit(5, to: Fixture.alice, as: "first"))
        try await store.close()
    }
}

extension TestFolder {
    /// Overwrites the page on which a table begins.
    fileprivate func damage(table: String) throws {
        let page = try edit { db in try Int.fetchOne(db, sql: "SELECT rootpage FROM sqlite_schema WHERE name = ?", arguments: [table]) }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: databasePath))
        try file.seek(toOffset: UInt64(try #require(page) - 1) * 4_096)
        try file.write(contentsOf: Data(repeating: 0xff, count: 4_096))
        try file.close()
    }
}
