import GRDB
import PayStoreSQLite
import Testing

/// No list of callbacks reads a table whole, or sorts one: a million of them must not be felt.
@Suite struct QueryPlanTests {
    @Test(arguments: CallbackHistorySQL.all)
    func noListReadsATableWhole(sql: String) async throws {
        let plan = try await plan(of: sql)
        #expect(!plan.isEmpty)
        for step in plan { #expect(step.hasPrefix("SEARCH "), "\(plan)") }
    }

    /// A later page begins where the last one ended, not at the beginning of the app's.
    @Test(arguments: [
        (CallbackHistorySQL.waiting, "due_time>?"), (CallbackHistorySQL.givenUp, "order_id>?"),
        (CallbackHistorySQL.orders, "create_time>? AND create_time<?"), (CallbackHistorySQL.waitingLength, "COVERING INDEX callback_due"),
    ])
    func aPageOfAReplayBeginsAtItsPlace(sql: String, part: String) async throws {
        let plan = try await plan(of: sql)
        #expect(plan.first?.contains(part) == true, "\(plan)")
    }

    /// What an account's pages read of a user is found by the user.
    @Test(arguments: SessionSQL.all + GrantSQL.all)
    func noPageOfAnAccountReadsATableWhole(sql: String) async throws {
        let steps = try await plan(of: sql)
        for step in steps where step != "USE TEMP B-TREE FOR ORDER BY" && !step.contains("SCALAR SUBQUERY") {
            #expect(step.hasPrefix("SEARCH "), "\(steps)")
        }
    }

    private func plan(of sql: String) async throws -> [String] {
        let folder = try TestFolder()
        let store = try await SQLiteStore.openForTest(folder)
        try await store.close()
        return try folder.edit { db in
            let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN \(sql)")
            let values = Array(repeating: DatabaseValue.null, count: sql.filter { $0 == "?" }.count)
            return try Row.fetchAll(statement, arguments: StatementArguments(values)).map { row -> String in row["detail"] }
        }
    }
}
