import PayCore
import PayDomain
import TestSupport
import Testing

@testable import PayStorePostgres

/// A session keeps the plans that it made when nothing was stored yet, so these must be right for millions of rows already.
@Suite(.timeLimit(.minutes(2))) struct LedgerPlanTests {
    /// A statement, the index that it takes, and what of the index it looks for.
    private static let expectations: [(PostgresStatement, index: String, columns: [String])] = [
        (LedgerSQL.lockApplications, "application_pkey", ["app_id", "trade_no"]),
        (LedgerSQL.updateApplications, "application_pkey", ["app_id", "trade_no"]),
        (LedgerSQL.lockOrders, "order_by_trade_no", ["app_id", "trade_no"]),
        (LedgerSQL.returned, "order_by_trade_no", ["app_id", "trade_no"]),
        (LedgerSQL.returned, "returned_pkey", ["original"]),
        (OrderSQL.byKey, "order_by_trade_no", ["app_id", "trade_no"]),
        (UserOrderSQL.returns, "return_by_original", ["original"]),
        (Self.ordersOfUser(), "order_history_of_user", ["app_id", "uid"]),
        (Self.ordersOfUser(after: true), "order_history_of_user", ["app_id", "uid", "create_time"]),
        (LedgerSQL.endOrders, "orders_pkey", ["id"]),
        (LedgerSQL.lockAccounts, "account_pkey", ["owner", "book", "coin"]),
        (LedgerSQL.updateAccounts, "account_pkey", ["owner", "book", "coin", "stripe"]),
        (LedgerSQL.lockCounters, "daily_payout_pkey", ["app_id", "coin", "day", "shard"]),
        (LedgerSQL.sumCounters, "daily_payout_pkey", ["app_id", "coin", "day"]),
        (LedgerSQL.updateCounters, "daily_payout_pkey", ["app_id", "coin", "day", "shard"]),
        (LedgerSQL.users, "users_pkey", ["id"]),
        (LedgerSQL.payTokens, "access_token_by_pay_token", ["pay_token_hash"]),
        (LedgerSQL.spending, "spending_cap_pkey", ["uid", "app_id", "coin"]),
        (LedgerSQL.updateSpending, "spending_cap_pkey", ["uid", "app_id", "coin"]),
        (LedgerSQL.movements, "transaction_by_reference", ["reference"]),
        (LedgerSQL.movements, "posting_pkey", ["sequence"]),
        (LedgerSQL.holds, "hold_pkey", ["reference"]),
        (LedgerSQL.updateHolds, "hold_pkey", ["reference"]),
        (ProofSQL.orders, "orders_pkey", ["id"]),
        (ProofSQL.orders, "callback_pkey", ["order_id"]),
        (ProofSQL.orders, "order_by_trade_no", ["app_id", "trade_no"]),
        (ProofSQL.orders, "return_by_original", ["original"]),
        (ProofSQL.transactions, "ledger_transaction_pkey", ["sequence"]),
        (ProofSQL.postings, "posting_pkey", ["sequence"]),
    ]

    private static func ordersOfUser(after isLater: Bool = false) -> PostgresStatement {
        let place = isLater ? OrderPlace(createTime: Fixture.start, id: .base) : nil
        return UserOrderSQL.page(UserOrderFilter(user: Fixture.alice), after: place, limit: 20).statement
    }

    @Test func everyStatementOfABatchFindsItsRowsByTheirKeys() async throws {
        let pool = try await PostgresPool(PostgresTestDatabase.of(TestFolder()).settings())
        var plans: [String: String] = [:]
        for (statement, index, columns) in Self.expectations {
            let known = plans[statement.name]
            let plan = if let known { known } else { try await PostgresPlan(of: statement, on: pool).text }
            plans[statement.name] = plan
            let lines = plan.split(separator: "\n")
            let scan = lines.firstIndex { $0.contains(" \(index) ") } ?? lines.endIndex
            let condition = lines.dropFirst(scan + 1).first ?? ""
            #expect(condition.contains("Index Cond: "), "\(statement.name) does not look up \(index):\n\(plan)")
            for column in columns { #expect(condition.contains(column), "\(statement.name) does not look for \(column):\n\(plan)") }
            #expect(!plan.contains("Seq Scan"), "\(statement.name):\n\(plan)")
        }
        await pool.close()
    }

    /// All payments wait while a cap is set: no more orders are read than the app has taken of the user on that day.
    @Test func whatWasTakenOnADayIsFoundInTheUsersHistory() async throws {
        let pool = try await PostgresPool(PostgresTestDatabase.of(TestFolder()).settings())
        let plan = try await PostgresPlan(of: SpendingStatements.begin, on: pool)
        let lines = plan.text.split(separator: "\n")
        let scan = lines.firstIndex { $0.contains(" order_history_of_user ") } ?? lines.endIndex
        let condition = lines.dropFirst(scan + 1).first ?? ""
        for column in ["app_id", "uid", "create_time"] { #expect(condition.contains(column), "\(plan.text)") }
        // There are never more shards than the sixteen.
        #expect(plan.scansWithoutCondition.allSatisfy { $0.contains("ledger_shard") }, "\(plan.text)")
        await pool.close()
    }
}
