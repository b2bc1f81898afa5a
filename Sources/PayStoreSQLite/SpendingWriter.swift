import GRDB
import PayCore
import PayDomain
import PayLedger

/// Keeps what apps may take out of open accounts, and what they have taken.
struct SpendingWriter {
    private let db: Database

    init(_ db: Database) { self.db = db }

    /// Sets a cap, or takes it back. Its row stays once there is one and goes on counting, so that no order is summed up twice.
    func set(_ cap: Amount?, of key: SpendingKey) throws {
        let changed = try PreparedStatement(db, "UPDATE spending_cap SET cap = ? WHERE uid = ? AND app_id = ? AND coin = ?")
            .run([.amount(cap), .user(key.user), .app(key.app), .coin(key.coin)])
        guard changed == 0, let cap else { return }
        // No payment is earlier than the last one, so that the day's count goes on from here.
        let day = try PreparedStatement(db, "SELECT last_time FROM ledger_clock").first { $0.time(0).day } ?? 0
        try PreparedStatement(db, "INSERT INTO spending_cap (uid, app_id, coin, cap, day, taken) VALUES (?, ?, ?, ?, ?, ?)")
            .run([
                .user(key.user), .app(key.app), .coin(key.coin), .amount(cap), .integer(day), .amount(try taken(by: key, since: day)),
            ])
    }

    /// At most what an amount can be.
    private func taken(by key: SpendingKey, since day: Int64) throws -> Amount {
        var sum: Amount? = .zero
        try PreparedStatement(
            db,
            """
            SELECT volume FROM orders
            WHERE app_id = ? AND uid = ? AND create_time >= ? AND coin = ? AND direction = 1 AND type = 3 AND status = 1
            """
        ).each([.app(key.app), .user(key.user), .time(Timestamp(startOfDay: day)), .coin(key.coin)]) { row in
            let volume = try row.amount(0)
            sum = sum?.adding(volume)
        }
        return sum ?? .maximum
    }

    /// Keeps what a batch has counted.
    func write(_ spending: [SpendingKey: Spending]) throws {
        guard !spending.isEmpty else { return }
        let statement = try PreparedStatement(
            db, "UPDATE spending_cap SET day = ?, taken = ? WHERE uid = ? AND app_id = ? AND coin = ?"
        )
        for (key, value) in spending {
            try statement.runOnOneRow([.integer(value.day), .amount(value.taken), .user(key.user), .app(key.app), .coin(key.coin)])
        }
    }
}
