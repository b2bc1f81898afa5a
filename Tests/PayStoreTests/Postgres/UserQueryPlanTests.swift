import PayStorePostgres
import Testing

/// No statement about users, their sessions or their logins reads a table whole: millions of them must not be felt.
@Suite(.timeLimit(.minutes(2))) struct UserQueryPlanTests {
    @Test func eachStatementFindsItsRowsByAnIndex() async throws {
        let statements = UserTableStatements.all
        #expect(Set(statements.map(\.name)).count == statements.count && statements.count > 30)
        let pool = try await PostgresPool(PostgresTestDatabase.of(TestFolder()).settings())
        for statement in statements {
            let plan = try await PostgresPlan(of: statement, on: pool)
            #expect(plan.scansWithoutCondition.isEmpty, "\(statement.name):\n\(plan.text)")
        }
        // Nothing but its limit bounds this one.
        let first = try await PostgresPlan(of: UserTableStatements.first, on: pool)
        #expect(first.text.contains("Index Scan using users_pkey") && !first.text.contains("Sort"), "\(first.text)")
        await pool.close()
    }

    /// A test that finds no bad plan must be able to.
    @Test func aPlanThatReadsATableWholeIsFound() async throws {
        let pool = try await PostgresPool(PostgresTestDatabase.of(TestFolder()).settings())
        for sql in ["SELECT id FROM login WHERE device = $1", "SELECT id FROM login WHERE device = $1 ORDER BY id"] {
            let plan = try await PostgresPlan(of: PostgresStatement("bad_\(sql.utf8.count)", sql, .text), on: pool)
            #expect(plan.scansWithoutCondition.count == 1, "\(plan.text)")
        }
        await pool.close()
    }
}

/// How the server would run a statement on large tables, whatever its values.
struct PostgresPlan {
    let text: String

    init(of statement: PostgresStatement, on pool: PostgresPool) async throws {
        let types = statement.parameters.map(Self.name).joined(separator: ", ")
        let nulls = statement.parameters.map { _ in "NULL" }.joined(separator: ", ")
        let list = statement.parameters.isEmpty ? ("", "") : ("(\(types))", "(\(nulls))")
        let rows = try await pool.withTransaction { transaction in
            try await transaction.run(
                [
                    "SET LOCAL enable_seqscan = off", "SET LOCAL plan_cache_mode = force_generic_plan",
                    "PREPARE plan_\(statement.name) \(list.0) AS \(statement.sql)", "EXPLAIN EXECUTE plan_\(statement.name) \(list.1)",
                ].map { Nodes.statement($0)() }
            )[3]
        }
        text = try rows.map { try $0.text(0) }.joined(separator: "\n")
    }

    /// Each scan of a table or an index that no condition on the index narrows.
    var scansWithoutCondition: [String] {
        let lines = text.split(separator: "\n")
        return lines.indices.filter { index in
            let line = lines[index]
            if line.contains("Seq Scan on ") { return true }
            guard line.contains("Index Scan") || line.contains("Index Only Scan") else { return false }
            return !(lines.indices.contains(index + 1) && lines[index + 1].contains("Index Cond: "))
        }.map { String(lines[$0]) }
    }

    private static func name(_ type: PostgresType) -> String {
        switch type {
        case .bool: "boolean"
        case .bytes: "bytea"
        case .int64: "bigint"
        case .text: "text"
        case .numeric: "numeric"
        case .bools: "boolean[]"
        case .byteArrays: "bytea[]"
        case .texts: "text[]"
        case .int64s: "bigint[]"
        case .numerics: "numeric[]"
        }
    }
}
