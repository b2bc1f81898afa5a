import GRDB
import GRDBSQLite
import PayCore
import PayDomain
import PayLedger

/// Streams the whole ledger into a prover.
///
/// Transactions, their postings and the orders are read side by side in the order of time, so that an order is forgotten as soon as the
/// transaction that settles it has come. Memory grows with the accounts, and with the orders that wait for review.
struct ProofReader {
    /// A statement with the row that comes next.
    private struct Cursor {
        private let statement: PreparedStatement
        private(set) var row: Row?

        init(_ db: Database, _ sql: String) throws {
            statement = try PreparedStatement(db, sql)
            row = try statement.next()
        }

        mutating func advance() throws { row = try statement.next() }

        func reset() { statement.reset() }
    }

    private let db: Database
    private var prover = LedgerProver()
    private var lastOrder: Order?
    /// Orders that have succeeded later than they were made, and whose transaction has not come yet.
    private var waiting: [OrderID: (order: StoredOrder, previous: Order?)] = [:]

    init(_ db: Database) { self.db = db }

    /// - Throws: errors of SQLite, but not those that say that the file is damaged: they are part of the proof.
    mutating func prove() throws -> LedgerProof {
        do {
            try checkFile()
            try takeChainAndOrders()
            try takeRepeatedTradeNumbers()
            try takeBalances()
            try takeHolds()
        } catch StoreError.failed(let failure) where failure.code & 0xff == SQLITE_CORRUPT {
            prover.takeUnreadable("the database file: \(failure.message)")
        }
        for (order, previous) in waiting.values.sorted(by: { $0.order.order.id < $1.order.order.id }) {
            prover.take(order, after: previous)
        }
        return prover.finish()
    }

    private mutating func checkFile() throws {
        try PreparedStatement(db, "PRAGMA quick_check(\(LedgerProof.maximumBreaks))").each { row in
            if row.text(0) != "ok" { prover.takeUnreadable("the database file: \(row.text(0))") }
        }
        try PreparedStatement(db, "PRAGMA foreign_key_check").each { row in
            prover.takeUnreadable("a row of \(row.text(0)) refers to a row of \(row.text(2)) that does not exist")
        }
    }

    private mutating func takeChainAndOrders() throws {
        var transactions = try Cursor(
            db,
            """
            SELECT sequence, kind, time, order_id, reference, hash, \(Order.columns)
            FROM ledger_transaction LEFT JOIN orders ON orders.id = ledger_transaction.order_id
            ORDER BY sequence
            """
        )
        defer { transactions.reset() }
        var postings = try Cursor(
            db, "SELECT sequence, line, owner, book, coin, delta, frozen_delta FROM posting ORDER BY sequence, line"
        )
        defer { postings.reset() }
        var orders = try Cursor(
            db,
            """
            SELECT \(Order.columns), (SELECT count(*) FROM callback WHERE callback.order_id = orders.id AND callback.redone = 0),
                coalesce(returned.volume, '0')
            FROM orders LEFT JOIN returned ON returned.original = orders.id ORDER BY orders.id
            """
        )
        defer { orders.reset() }

        while let row = transactions.row {
            let lines = try takePostings(of: row.integer(0), from: &postings)
            take(row, postings: lines)
            try takeOrders(madeBy: row.time(2), from: &orders)
            try transactions.advance()
        }
        _ = try takePostings(of: .max, from: &postings)
        try takeOrders(madeBy: Timestamp(nanoseconds: .max), from: &orders)
    }

    private mutating func take(_ row: Row, postings: [Posting]) {
        let sequence = row.integer(0)
        guard let kind = LedgerTransaction.Kind(rawValue: Int(row.integer(1))) else {
            return prover.takeUnreadable("transaction \(sequence): the kind \(row.integer(1)) is unknown")
        }
        var order: Order?
        if row.isNull(6) {
            if !row.isNull(3) { prover.takeUnreadable("transaction \(sequence): its order \(row.integer(3)) does not exist") }
        } else {
            order = readOrder(row, at: 6)
        }
        let reference = row.optional(4, row.text).map(LedgerReference.init(stored:))
        let transaction = LedgerTransaction(
            sequence: sequence, kind: kind, time: row.time(2), order: order, reference: reference, postings: postings
        )
        prover.take(StoredTransaction(transaction: transaction, hash: row.bytes(5)))
        if kind.settlesOrder, let order, let (stored, previous) = waiting.removeValue(forKey: order.id) {
            prover.take(stored, after: previous)
        }
    }

    /// The postings of one transaction. Those of earlier numbers belong to none.
    private mutating func takePostings(of sequence: Int64, from postings: inout Cursor) throws -> [Posting] {
        var lines: [Posting] = []
        while let row = postings.row, row.integer(0) <= sequence {
            let name = "posting \(row.integer(1)) of transaction \(row.integer(0))"
            if row.integer(0) < sequence {
                prover.takeUnreadable("\(name) belongs to no transaction")
            } else {
                do {
                    let delta = amount(row, 5, of: name)
                    lines.append(Posting(account: try row.account(2), delta: delta, frozenDelta: amount(row, 6, of: name)))
                } catch {
                    prover.takeUnreadable("\(name): \(error)")
                }
            }
            try postings.advance()
        }
        return lines
    }

    private mutating func takeOrders(madeBy time: Timestamp, from orders: inout Cursor) throws {
        while let row = orders.row, row.time(Order.createTimeColumn) <= time {
            if let order = readOrder(row, at: 0) {
                let stored = StoredOrder(
                    order: order, callbacks: Int(row.integer(Order.columnCount)),
                    returned: amount(row, Order.columnCount + 1, of: "what was given back of order \(order.id)")
                )
                if let arrival = order.arriveTime, arrival > time {
                    waiting[order.id] = (stored, lastOrder)
                } else {
                    prover.take(stored, after: lastOrder)
                }
                lastOrder = order
            }
            try orders.advance()
        }
    }

    private mutating func takeRepeatedTradeNumbers() throws {
        try PreparedStatement(db, "SELECT app_id, trade_no FROM orders GROUP BY app_id, trade_no HAVING count(*) > 1").each { row in
            prover.takeRepeated(OrderKey(app: try row.app(0), tradeNo: try row.tradeNo(1)))
        }
    }

    private mutating func takeBalances() throws {
        try PreparedStatement(db, "SELECT owner, book, coin, total, frozen FROM account").each { row in
            let name = "account \(row.integer(0))/\(row.integer(1))/\(row.integer(2))"
            do {
                let account = try row.account(0)
                let total = amount(row, 3, of: name)
                prover.take(Balance(total: total, frozen: amount(row, 4, of: name)), of: account)
            } catch {
                prover.takeUnreadable("\(name): \(error)")
            }
        }
    }

    private mutating func takeHolds() throws {
        try PreparedStatement(db, "SELECT owner, book, coin, volume, reference FROM hold WHERE open = 1").each { row in
            let name = "hold \(row.text(4))"
            do {
                let account = try row.account(0)
                let volume = amount(row, 3, of: name)
                prover.take(LedgerCommand.Hold(account: account, volume: volume, reference: LedgerReference(stored: row.text(4))))
            } catch {
                prover.takeUnreadable("\(name): \(error)")
            }
        }
    }

    private mutating func readOrder(_ row: Row, at first: Int32) -> Order? {
        let name = "order \(row.integer(first))"
        do {
            return try Order(row, at: first) { column in amount(row, column, of: name) }
        } catch {
            prover.takeUnreadable("\(name): \(error)")
            return nil
        }
    }

    /// An amount that prints otherwise than it is stored is told, and counted as what it says, so that it breaks no other invariant.
    private mutating func amount(_ row: Row, _ column: Int32, of name: String) -> Amount {
        let text = row.text(column)
        if let amount = Amount(unitsText: text) { return amount }
        prover.takeUnreadable("\(name): its \(row.name(column)) is not an amount as imugi writes it")
        return Int128(text).flatMap(Amount.init(units:)) ?? .zero
    }
}
