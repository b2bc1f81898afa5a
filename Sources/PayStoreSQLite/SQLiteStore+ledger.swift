import GRDB
import PayCore
import PayDomain
import PayLedger

extension SQLiteStore {
    package func commit<Result: Sendable>(
        _ needs: @Sendable @autoclosure @escaping () throws -> LedgerNeeds,
        deciding decide: @Sendable @escaping (LedgerState, [UInt8]) -> (LedgerWrite, Result)
    ) async throws -> Result {
        try await write(of: .ledger) { db in
            // No change of the directory can come between this and the commit.
            let needs = try needs()
            let tip = try LedgerTip(db)
            let state = try LedgerReader(db).state(for: needs, at: tip)
            let (write, result) = decide(state, tip.head)
            guard !write.changes.isEmpty else { return (.undo, result) }
            try LedgerWriter(db).write(write, on: needs.day, after: tip)
            return (.commit, result)
        }
    }

    package func balance(of account: AccountKey) async throws -> Balance? {
        try await read { db in try LedgerReader(db).balance(of: account) }
    }

    package func balances(of user: UserID, in book: Book) async throws -> [CoinID: Balance] {
        try await read { db in
            var balances: [CoinID: Balance] = [:]
            try PreparedStatement(db, "SELECT coin, total, frozen FROM account WHERE owner = ? AND book = ?")
                .each([.user(user), .integer(book.rawValue)]) { row in
                    balances[try row.coin(0)] = Balance(total: try row.amount(1), frozen: try row.amount(2))
                }
            return balances
        }
    }
}
