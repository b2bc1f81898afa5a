import GRDB
import PayStoreSQLite
import Testing

/// No list of callbacks reads a table whole, or sorts one: a million of them must not be felt.
@Suite struct QueryPlanTests {
    @Test(arguments: CallbackHistorySQL.all)
    func noListReadsATableWhole(sql: String) async throws {
        let folder = try TestFolder()
        let store = try await SQLiteStore.openForTest(folder)
        try await store.close()
        let plan = try folder.edit { db in
            let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN \(sql)")
            let values = Array(repeating: DatabaseValue.null, count: sql.filter { $0 == "?" }.count)
            return try Row.fetchAll(statement, arguments: StatementArguments(values)).map { row -> String in row["detail"] }
        }
        #expect(!plan.isEmpty)
        for step in plan { #expect(step.hasPrefix("SEARCH "), "\(plan)") }
    }
}
