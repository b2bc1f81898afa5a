import GRDB
import PayDomain
import PayLedger
import PayStoreSQLite
import Testing

/// The database itself refuses what would rewrite the past.
@Suite struct TriggerTests {
    @Test(arguments: [
        "UPDATE ledger_transaction SET time = 1",
        "UPDATE ledger_transaction SET hash = zeroblob(32) WHERE sequence = 1",
        "DELETE FROM ledger_transaction",
        "UPDATE posting SET delta = '1'",
        "UPDATE posting SET line = 7 WHERE line = 1",
        "DELETE FROM posting WHERE sequence = 1",
        "DELETE FROM orders",
        "UPDATE orders SET volume = '7' WHERE status = 1",
        "UPDATE orders SET volume = '7', status = 2 WHERE status = 3",
        "UPDATE orders SET uid = 11, status = 2 WHERE status = 3",
        "UPDATE orders SET cut = '1', status = 2 WHERE status = 3",
        "UPDATE orders SET trade_no = 'x', status = 2 WHERE status = 3",
        "UPDATE orders SET description = 'x', status = 2 WHERE status = 3",
        "UPDATE orders SET create_time = create_time + 1, status = 2 WHERE status = 3",
        "UPDATE orders SET id = id + 1, status = 2 WHERE status = 3",
        "UPDATE orders SET status = 2, arrive_time = NULL WHERE status = 1",
        "UPDATE orders SET status = 3, arrive_time = NULL WHERE status = 1",
        "UPDATE orders SET arrive_time = arrive_time + 1 WHERE status = 1",
        "UPDATE orders SET status = 1 WHERE status = 3",
        "UPDATE account SET frozen = '99999' WHERE owner = 2",
        "UPDATE account SET total = '-1', frozen = '0' WHERE owner = 10",
        "UPDATE account SET total = '1.5' WHERE owner = 10",
        "INSERT INTO orders SELECT id + 1000, app_id, trade_no, uid, coin, volume, cut, direction, type, scene, description, device, "
            + "create_time, status, arrive_time, original FROM orders LIMIT 1",
        "INSERT INTO ledger_transaction SELECT sequence + 1000, kind, time, order_id, reference, hash FROM ledger_transaction "
            + "WHERE kind = 2 LIMIT 1",
        "INSERT INTO ledger_transaction SELECT sequence + 1000, kind, time, order_id, reference, hash FROM ledger_transaction "
            + "WHERE kind = 6 LIMIT 1",
        "INSERT INTO posting VALUES (999, 0, 1, 1, 1, '1', '0')",
        "INSERT INTO metadata VALUES ('n', x'00')",
    ])
    func anEditIsRefused(sql: String) async throws {
        let folder = try TestFolder()
        try await fill(folder)
        let queue = try DatabaseQueue(path: folder.databasePath)
        try await queue.writeWithoutTransaction { db in
            // The statement must meet a row, or it would prove nothing.
            let error = #expect(throws: DatabaseError.self) { try db.execute(sql: sql) }
            #expect(error?.resultCode == .SQLITE_CONSTRAINT)
        }
        try queue.close()
    }

    @Test func aReviewMayStillEnd() async throws {
        let folder = try TestFolder()
        try await fill(folder)
        let queue = try DatabaseQueue(path: folder.databasePath)
        try await queue.writeWithoutTransaction { db in
            try db.execute(sql: "UPDATE orders SET status = 1, arrive_time = create_time WHERE status = 3")
            #expect(db.changesCount == 1)
        }
        try queue.close()
    }

    private func fill(_ folder: TestFolder) async throws {
        let store = try await SQLiteStore.openForTest(folder)
        try await Fixture.fill(store)
        let committer = try await Fixture.committer(store)
        try await committer.submit(.deposit(1_000, to: Fixture.fairManager, as: "d"))
        _ = try await committer.order(.pay(5, by: Fixture.fair, as: "paid"))
        _ = try await committer.order(.pay(500, by: Fixture.fair, as: "waits"))
        try await store.close()
    }
}
