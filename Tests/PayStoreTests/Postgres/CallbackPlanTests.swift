import PayCore
import PayDomain
import PayLedger
import Testing

@testable import PayStorePostgres

/// No statement about callbacks reads a table whole, or sorts what an index has in order: a million of them must not be felt.
@Suite(.timeLimit(.minutes(2))) struct CallbackPlanTests {
    private typealias Turn = CallbackTurnStatements
    private typealias History = CallbackHistoryStatements

    /// A statement, how it must find its rows, and whether it may sort what it has found.
    private struct Expectation {
        let call: PostgresCall
        let steps: [String]
        let sorts: Bool

        init(_ call: PostgresCall, _ steps: String..., sorts: Bool = false) {
            self.call = call
            self.steps = steps
            self.sorts = sorts
        }
    }

    @Test func everyStatementWalksItsIndex() async throws {
        try await CallbackNodes.with { nodes in
            try await fill(nodes)
            for expected in expectations {
                let plan = try await plan(of: expected.call, nodes)
                let name = expected.call.statement.name
                for step in expected.steps { #expect(plan.contains(step), "\(name) does not take \(step):\n\(plan)") }
                #expect(!plan.contains("Seq Scan"), "\(name):\n\(plan)")
                #expect(expected.sorts || !plan.contains("Sort"), "\(name):\n\(plan)")
            }
        }
    }

    private var expectations: [Expectation] {
        let (shop, now, apps) = (
            PostgresValue.app(Fixture.shop), PostgresValue.time(Fixture.start), PostgresValue.apps([Fixture.shop, Fixture.fair])
        )
        let orders = PostgresValue.int64s([1, 2, 3])
        let (one, most) = (PostgresValue.int64(1), PostgresValue.int64(100))
        return [
            Expectation(
                CallbackNext.call([Fixture.shop, Fixture.fair], now: Fixture.start), "using callback_due", "using callback_leased"),
            Expectation(Turn.claimDue(shop, now, most), "LockRows", "Index Scan using callback_due"),
            Expectation(Turn.claimTooFar(shop, now, most), "LockRows", "Index Scan using callback_due"),
            Expectation(Turn.lock(orders), "callback_pkey", sorts: true),
            Expectation(Turn.lease(orders, now), "callback_pkey", "orders_pkey"),
            Expectation(Turn.superseded(orders, orders, orders), "using attempt_by_lease", sorts: true),
            Expectation(Turn.release(orders, orders), "using callback_pkey"),
            Expectation(CallbackStatements.backlog(apps, now), "Index Only Scan using callback_due"),
            Expectation(CallbackStatements.attemptsOfApp(shop, most), "Index Scan Backward using attempt_by_app", sorts: true),
            Expectation(
                CallbackStatements.attemptsOfOrder(shop, .text("trade1"), most), "using order_by_trade_no", "attempt_by_", sorts: true),
            Expectation(History.list(.waiting)(apps, most), "Index Scan using callback_due", "using attempt_by_order", sorts: true),
            Expectation(History.list(.givenUp)(apps, most), "Index Scan using callback_given_up", "using attempt_by_order", sorts: true),
            Expectation(
                History.list(.delivered)(apps, most), "Index Scan Backward using order_history", "using attempt_by_order", sorts: true),
            Expectation(History.one(one), "using callback_pkey", "using orders_pkey", "using attempt_by_order"),
            Expectation(
                History.waitingPage(shop, now, one, most), "ROW(due_time, order_id) >", "Index Scan using callback_due", sorts: true),
            Expectation(History.givenUpPage(shop, one, most), "order_id > ", "using callback_given_up", sorts: true),
            Expectation(
                History.orderPage(shop, now, now, most), "create_time <= COALESCE", "Index Only Scan using order_history", sorts: true),
            Expectation(History.waitingLength(shop, now, one), "Index Only Scan using callback_due"),
            Expectation(History.givenUpLength(shop, one), "callback_given_up"),
            Expectation(History.orderLength(shop, now, now), "Index Only Scan using order_history"),
            Expectation(History.makeDue(now, orders, orders, orders), "using callback_pkey"),
            Expectation(History.forget(shop, now, most), "LockRows", "using attempt_by_app", "callback_attempt_pkey"),
        ]
    }

    /// Thousands of callbacks of two apps: delivered, given up, waiting, leased.
    private func fill(_ nodes: CallbackNodes) async throws {
        try await nodes.addOrders(1...4_000)
        try await nodes.addOrders(4_001...5_000, of: Fixture.fair)
        try await nodes.run(
            """
            UPDATE callback SET
                due_time = CASE WHEN order_id % 4 < 2 THEN due_time + order_id END,
                delivered_time = CASE WHEN order_id % 4 = 2 THEN due_time END,
                leased_until = CASE WHEN order_id % 100 = 1 THEN due_time END
            """)
        try await nodes.run(
            """
            INSERT INTO callback_attempt (order_id, app_id, number, schedule, time, url, http_status, duration, first_attempt_time, fence)
            SELECT order_id, app_id, number, 0, 1800000000000000000 + order_id, '', 500, 1, 0, number
            FROM callback CROSS JOIN generate_series(1, 3) AS numbers (number)
            """)
        // Only by what VACUUM has seen can the server know that an index has everything; it runs in no transaction.
        for table in ["orders", "callback", "callback_attempt"] {
            _ = try await nodes.pool.read([PostgresStatement("test_vacuum_\(table)", "VACUUM (ANALYZE) \(table)")()])
        }
    }

    private func plan(of call: PostgresCall, _ nodes: CallbackNodes) async throws -> String {
        let statement = call.statement
        let explain = PostgresStatement(
            name: "explain_\(statement.name)", sql: "EXPLAIN \(statement.sql)", parameters: statement.parameters)
        return try await nodes.pool.withTransaction { transaction in
            let off = PostgresStatement("test_off", "SET LOCAL enable_seqscan = off")
            let lines = try await transaction.run([off(), PostgresCall(statement: explain, values: call.values)])[1]
            return try lines.map { line in try line.text(0) }.joined(separator: "\n")
        }
    }
}
