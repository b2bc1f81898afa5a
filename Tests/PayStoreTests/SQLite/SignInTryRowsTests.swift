import GRDB
import PayDomain
import PayStoreSQLite
import Testing

/// No more rows are kept of tries to sign in than were begun within a window.
@Suite struct SignInTryRowsTests {
    @Test func windowsThatAreOverAreForgotten() async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.openForTest(folder)
        for number in 1...30 {
            #expect(try await store.count([SignInCount(key: Fixture.codeHash(number), limit: 10)], at: 0) == .counted)
        }
        for _ in 1...3 { #expect(try await store.count([SignInCount(key: Fixture.codeHash(99), limit: 10)], at: 300) == .counted) }
        try await store.close()
        let rows = try folder.edit { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM sign_in_try") }
        #expect(rows == 1)
    }
}
