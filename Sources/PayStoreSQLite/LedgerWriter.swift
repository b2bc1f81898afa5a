import GRDB
import GRDBSQLite
import PayCore
import PayDomain
import PayLedger

/// Writes what a batch has changed.
struct LedgerWriter {
    private let db: Database

    init(_ db: Database) { self.db = db }

    /// Rows that others refer to come first; within a table the order is the same for the same batch.
    func write(_ write: LedgerWrite, on day: Int64, after tip: LedgerTip) throws {
        let changes = write.changes
        try writeOrders(changes)
        try writeApplications(changes)
        try writeBalances(changes)
        try writeTransactions(changes, hashes: write.hashes)
        try writeHolds(changes)
        try writeDailyPayOuts(changes, day: day)
        try writeReturned(changes)
        try SpendingWriter(db).write(changes.spending)
        try writeCallbacks(changes, due: write.time)
        if let time = changes.lastTime, time > tip.lastTime {
            try PreparedStatement(db, "UPDATE ledger_clock SET last_time = ?").runOnOneRow([.time(time)])
        }
    }

    private func writeOrders(_ changes: LedgerChanges) throws {
        let insert = try PreparedStatement(
            db, "INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        )
        for order in changes.newOrders.values.sorted(by: { $0.id < $1.id }) { try insert.run(order.values) }
        guard !changes.endedOrders.isEmpty else { return }
        let end = try PreparedStatement(db, "UPDATE orders SET status = ?, arrive_time = ? WHERE id = ?")
        for order in changes.endedOrders.values {
            try end.runOnOneRow([.integer(order.status.rawValue), .time(order.arriveTime), .order(order.id)])
        }
    }

    private func writeApplications(_ changes: LedgerChanges) throws {
        guard !changes.applications.isEmpty else { return }
        let statement = try PreparedStatement(
            db,
            """
            INSERT INTO application (\(PaymentApplication.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (app_id, trade_no) DO UPDATE SET
                cut = excluded.cut, code_hash = excluded.code_hash, expire_time = excluded.expire_time,
                create_time = excluded.create_time, cancelled = excluded.cancelled
            """
        )
        for application in changes.applications.values { try statement.run(application.values) }
    }

    private func writeBalances(_ changes: LedgerChanges) throws {
        let statement = try PreparedStatement(
            db,
            """
            INSERT INTO account (owner, book, coin, total, frozen) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (owner, book, coin) DO UPDATE SET total = excluded.total, frozen = excluded.frozen
            """
        )
        for (account, balance) in changes.balances {
            try statement.run(.account(account) + [.amount(balance.total), .amount(balance.frozen)])
        }
    }

    private func writeTransactions(_ changes: LedgerChanges, hashes: [[UInt8]]) throws {
        precondition(hashes.count == changes.transactions.count, "each transaction has its hash")
        let insert = try PreparedStatement(db, "INSERT INTO ledger_transaction VALUES (?, ?, ?, ?, ?, ?)")
        let insertPosting = try PreparedStatement(db, "INSERT INTO posting VALUES (?, ?, ?, ?, ?, ?, ?)")
        for (transaction, hash) in zip(changes.transactions, hashes) {
            let order: SQLValue = transaction.order.map { .order($0.id) } ?? .null
            try insert.run([
                .integer(transaction.sequence), .integer(transaction.kind.rawValue), .time(transaction.time), order,
                .text(transaction.reference?.text), .bytes(hash),
            ])
            for (line, posting) in transaction.postings.enumerated() {
                try insertPosting.run(
                    [.integer(transaction.sequence), .integer(line)] + .account(posting.account)
                        + [.amount(posting.delta), .amount(posting.frozenDelta)]
                )
            }
        }
    }

    private func writeHolds(_ changes: LedgerChanges) throws {
        for (reference, change) in changes.holds {
            if change.isNew {
                try PreparedStatement(db, "INSERT INTO hold (reference, owner, book, coin, volume, open) VALUES (?, ?, ?, ?, ?, ?)")
                    .run([.text(reference.text)] + .account(change.hold.account) + [.amount(change.hold.volume), .flag(change.isOpen)])
            } else {
                try PreparedStatement(db, "UPDATE hold SET open = ? WHERE reference = ?")
                    .runOnOneRow([.flag(change.isOpen), .text(reference.text)])
            }
        }
    }

    private func writeDailyPayOuts(_ changes: LedgerChanges, day: Int64) throws {
        for (key, volume) in changes.dailyPayOuts {
            try PreparedStatement(
                db,
                """
                INSERT INTO daily_payout (app_id, coin, day, volume) VALUES (?, ?, ?, ?)
                ON CONFLICT (app_id, coin, day) DO UPDATE SET volume = excluded.volume
                """
            ).run([.app(key.app), .coin(key.coin), .integer(day), .amount(volume)])
        }
    }

    private func writeReturned(_ changes: LedgerChanges) throws {
        for (original, volume) in changes.returned {
            try PreparedStatement(
                db,
                """
                INSERT INTO returned (original, volume) VALUES (?, ?) ON CONFLICT (original) DO UPDATE SET volume = excluded.volume
                """
            ).run([.order(original), .amount(volume)])
        }
    }

    /// A callback that a redo made before its order succeeded becomes the one of the success.
    private func writeCallbacks(_ changes: LedgerChanges, due now: Timestamp) throws {
        guard !changes.callbacksDue.isEmpty else { return }
        let statement = try PreparedStatement(
            db,
            """
            INSERT INTO callback (order_id, app_id, due_time) VALUES (?, ?, ?)
            ON CONFLICT (order_id) DO UPDATE SET
                due_time = excluded.due_time, schedule = schedule + 1, first_attempt_time = NULL, delivered_time = NULL, redone = 0
            """
        )
        for order in changes.callbacksDue {
            // The ledger's time goes on from its last one when the clock has been set back; its callbacks do not wait for it.
            let due = order.arriveTime.map { min($0, now) } ?? now
            try statement.run([.order(order.id), .app(order.key.app), .time(due)])
        }
    }
}
