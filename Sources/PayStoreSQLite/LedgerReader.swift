import GRDB
import PayCore
import PayDomain
import PayLedger

/// Where the ledger's chain, its numbering and its clock stand. This store writes to the first shard's chain alone; it may hold others that
/// were copied into it.
struct LedgerTip {
    let lastSequence: Int64
    /// The hash of the last transaction.
    let head: [UInt8]
    let lastOrderID: OrderID
    let lastTime: Timestamp

    init(_ db: Database) throws {
        let last = try PreparedStatement(
            db, "SELECT sequence, hash FROM ledger_transaction WHERE sequence <= ? ORDER BY sequence DESC LIMIT 1"
        )
        .first([.integer(LedgerShard.first.last)]) { ($0.integer(0), $0.bytes(1)) }
        lastSequence = last?.0 ?? 0
        head = last?.1 ?? LedgerChain.origin
        lastOrderID = try PreparedStatement(db, "SELECT id FROM orders ORDER BY id DESC LIMIT 1").first { OrderID($0.integer(0)) } ?? .base
        lastTime = try PreparedStatement(db, "SELECT last_time FROM ledger_clock").first { $0.time(0) } ?? Timestamp(nanoseconds: 0)
    }
}

/// Reads what a batch has to know.
struct LedgerReader {
    private let db: Database

    init(_ db: Database) { self.db = db }

    func state(for needs: LedgerNeeds, at tip: LedgerTip) throws -> LedgerState {
        var state = LedgerState()
        state.lastSequence = tip.lastSequence
        state.lastOrderID = tip.lastOrderID
        state.lastTime = tip.lastTime
        try readBalances(needs, into: &state)
        try readOrders(needs, into: &state)
        try readUsers(needs, into: &state)
        for reference in needs.references { state.references[reference] = try entry(of: reference) }
        let payOut = try PreparedStatement(db, "SELECT volume FROM daily_payout WHERE app_id = ? AND coin = ? AND day = ?")
        for key in needs.dailyPayOuts {
            state.dailyPayOuts[key] = try payOut.first([.app(key.app), .coin(key.coin), .integer(needs.day)]) { try $0.amount(0) }
        }
        for key in needs.returns {
            state.returned[key] = try state.orders[key].flatMap { try returned(of: $0.id) }
        }
        if !needs.spending.isEmpty { try readSpending(needs, into: &state) }
        for hash in needs.payTokens { state.payTokens[hash] = try payTokenStanding(hash) }
        return state
    }

    func balance(of account: AccountKey) throws -> Balance? { try readBalance(account, with: try balanceStatement()) }

    private func balanceStatement() throws -> PreparedStatement {
        try PreparedStatement(db, "SELECT total, frozen FROM account WHERE owner = ? AND book = ? AND coin = ?")
    }

    private func readBalance(_ account: AccountKey, with statement: PreparedStatement) throws -> Balance? {
        try statement.first(.account(account)) { Balance(total: try $0.amount(0), frozen: try $0.amount(1)) }
    }

    private func readBalances(_ needs: LedgerNeeds, into state: inout LedgerState) throws {
        let statement = try balanceStatement()
        for account in needs.accounts.union(needs.sharedAccounts) { state.balances[account] = try readBalance(account, with: statement) }
    }

    private func readOrders(_ needs: LedgerNeeds, into state: inout LedgerState) throws {
        let order = try PreparedStatement(db, "SELECT \(Order.columns) FROM orders WHERE app_id = ? AND trade_no = ?")
        let application = try PreparedStatement(
            db, "SELECT \(PaymentApplication.columns) FROM application WHERE app_id = ? AND trade_no = ?"
        )
        for key in needs.orders {
            let values: [SQLValue] = [.app(key.app), .text(key.tradeNo.text)]
            state.orders[key] = try order.first(values) { try Order($0) }
            state.applications[key] = try application.first(values, PaymentApplication.init)
        }
    }

    /// How much of the order was given back, or `nil` if nothing was.
    func returned(of original: OrderID) throws -> Amount? {
        try PreparedStatement(db, "SELECT volume FROM returned WHERE original = ?").first([.order(original)]) { try $0.amount(0) }
    }

    private func readSpending(_ needs: LedgerNeeds, into state: inout LedgerState) throws {
        let statement = try PreparedStatement(
            db, "SELECT cap, day, taken FROM spending_cap WHERE uid = ? AND app_id = ? AND coin = ?"
        )
        for key in needs.spending {
            state.spending[key] = try statement.first([.user(key.user), .app(key.app), .coin(key.coin)]) { try Spending($0, at: 0) }
        }
    }

    /// A token counts only while the user still grants the scope that it was given for.
    private func payTokenStanding(_ hash: PayTokenHash) throws -> PayTokenStanding? {
        try PreparedStatement(
            db,
            """
            SELECT login.app_id, login.uid, access_token.expire_time
            FROM access_token JOIN login ON login.id = access_token.login JOIN user_grant USING (app_id, uid)
            WHERE access_token.pay_token_hash = ? AND access_token.replaced = 0 AND login.ended = 0 AND user_grant.scopes & ? <> 0
            """
        ).first([.bytes(hash.bytes), .integer(ScopeSet([.openUserToApp]).bits)]) {
            PayTokenStanding(app: try $0.app(0), user: try $0.user(1), expireTime: $0.time(2))
        }
    }

    private func readUsers(_ needs: LedgerNeeds, into state: inout LedgerState) throws {
        let statement = try PreparedStatement(db, "SELECT payments_frozen, payments_frozen_until, version FROM user WHERE id = ?")
        for user in needs.users {
            state.users[user] = try statement.first([.user(user)]) { row in
                UserStanding(paymentsFrozen: row.flag(0), paymentsFrozenUntil: row.optional(1, row.time), version: row.integer(2))
            }
        }
    }

    /// What the reference was used for. The hold comes first, since the transaction that made it bears the reference too.
    private func entry(of reference: LedgerReference) throws -> ReferencedEntry? {
        let hold = try PreparedStatement(db, "SELECT owner, book, coin, volume, open FROM hold WHERE reference = ?")
            .first([.text(reference.text)]) { row in
                ReferencedEntry.hold(
                    LedgerCommand.Hold(account: try row.account(0), volume: try row.amount(3), reference: reference), isOpen: row.flag(4)
                )
            }
        if let hold { return hold }
        let postings = try PreparedStatement(
            db,
            """
            SELECT posting.owner, posting.book, posting.coin, posting.delta
            FROM ledger_transaction JOIN posting USING (sequence)
            WHERE ledger_transaction.reference = ? AND ledger_transaction.kind IN (6, 7, 8, 10) AND posting.owner > 0
            ORDER BY posting.line
            """
        ).all([.text(reference.text)]) { Posting(account: try $0.account(0), delta: try $0.amount(3)) }
        return ReferencedEntry(reference, postings: postings)
    }
}
