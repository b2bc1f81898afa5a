import GRDB
import PayCore
import PayDomain
import PayLedger
import PayStoreSQLite
import Testing

/// The proof notices each kind of tampering, and tells which invariant it breaks.
@Suite struct TamperTests {
    struct Tampering: Sendable, CustomTestStringConvertible {
        let sql: String
        let breaks: Set<String>

        init(_ sql: String, _ breaks: String...) {
            self.sql = sql
            self.breaks = Set(breaks)
        }

        var testDescription: String { sql }
    }

    /// Changes of ``SmallLedger``.
    static let tamperings = [
        // Money from nothing.
        Tampering("UPDATE account SET total = total + 1 WHERE owner = 10", "I2", "I3"),
        Tampering("UPDATE account SET total = total + 1 WHERE owner = 10; UPDATE account SET total = total - 1 WHERE owner = 2", "I3"),
        Tampering("UPDATE account SET frozen = '1' WHERE owner = 10", "I3", "I5"),
        Tampering("UPDATE account SET total = '7', frozen = '9' WHERE owner = 10", "I2", "I3", "I4", "I5"),
        Tampering("DELETE FROM account WHERE owner = 10", "I2", "I3", "I5", "I8"),
        // A past that was written again.
        Tampering("UPDATE posting SET delta = delta + 1 WHERE sequence = 1 AND owner > 0", "I1", "I3", "I7"),
        Tampering(
            "UPDATE posting SET delta = delta + 1 WHERE sequence = 1 AND owner > 0; "
                + "UPDATE posting SET delta = delta - 1 WHERE sequence = 1 AND owner = 0", "I3", "I7"
        ),
        // Their sum has more bits than there are.
        Tampering("UPDATE posting SET delta = '\(Amount.maximumUnits)' WHERE sequence IN (1, 3) AND owner > 0", "I1", "I3", "I7"),
        Tampering("UPDATE posting SET owner = 11 WHERE sequence = 2 AND owner = 2", "I3", "I7", "I8"),
        Tampering("DELETE FROM posting WHERE sequence = 2", "I3", "I7"),
        Tampering("UPDATE ledger_transaction SET time = time + 1 WHERE sequence = 2", "I7"),
        Tampering("UPDATE ledger_transaction SET reference = 'other' WHERE sequence = 2", "I7"),
        Tampering("UPDATE ledger_transaction SET hash = zeroblob(32) WHERE sequence = 2", "I7"),
        Tampering("DELETE FROM ledger_transaction WHERE sequence = 2", "I3", "I7", "I8"),
        Tampering("DELETE FROM ledger_transaction WHERE sequence = 2; DELETE FROM posting WHERE sequence = 2", "I3", "I7"),
        Tampering(
            "UPDATE ledger_transaction SET sequence = 99 WHERE sequence = 7; UPDATE posting SET sequence = 99 WHERE sequence = 7", "I7"),
        // Orders that do not agree with what moved.
        Tampering("UPDATE orders SET volume = '101' WHERE id = 1000001", "I7", "I10"),
        Tampering("UPDATE orders SET cut = '0' WHERE id = 1000001", "I7", "I10"),
        Tampering("UPDATE orders SET uid = 11 WHERE id = 1000001", "I7", "I16"),
        Tampering("UPDATE orders SET trade_no = 'other' WHERE id = 1000002", "I7"),
        Tampering("UPDATE orders SET status = 2, arrive_time = NULL WHERE id = 1000002", "I12", "I14", "I27"),
        Tampering("UPDATE orders SET status = 1, arrive_time = create_time WHERE id = 1000004", "I12", "I27"),
        Tampering("UPDATE orders SET arrive_time = NULL WHERE id = 1000002", "I14"),
        Tampering("UPDATE orders SET arrive_time = arrive_time + 5 WHERE id = 1000002", "I14"),
        Tampering("UPDATE orders SET arrive_time = create_time - 5 WHERE id = 1000002", "I14"),
        Tampering(
            "INSERT INTO orders SELECT id + 16, app_id, 'later', uid, coin, volume, cut, direction, type, scene, description, device, "
                + "create_time - 1, 2, NULL, NULL FROM orders WHERE id = 1000004", "I15"
        ),
        Tampering("DELETE FROM orders WHERE id = 1000002", "I7", "I8"),
        Tampering("DELETE FROM orders WHERE id = 1000004"),
        Tampering(
            "INSERT INTO orders SELECT id + 100, app_id, trade_no, uid, coin, volume, cut, direction, type, scene, description, device, "
                + "create_time + 2000000000, 2, NULL, NULL FROM orders WHERE id = 1000004", "I11"
        ),
        Tampering(
            "INSERT INTO ledger_transaction SELECT 9, kind, time + 100, order_id, reference, hash FROM ledger_transaction "
                + "WHERE sequence = 6", "I7", "I10", "I12", "I14"
        ),
        // Returns.
        Tampering("UPDATE returned SET volume = '31' WHERE original = 1000001", "I16"),
        Tampering("DELETE FROM returned", "I16"),
        Tampering("UPDATE orders SET original = 1000002 WHERE id = 1000005", "I7", "I16"),
        Tampering("UPDATE orders SET original = NULL WHERE id = 1000005", "I7", "I16"),
        Tampering("UPDATE orders SET volume = '31' WHERE id = 1000005", "I7", "I10", "I16"),
        // Holds and callbacks.
        Tampering("UPDATE hold SET open = 0 WHERE reference = 'h'", "I5"),
        Tampering("UPDATE hold SET volume = '8' WHERE reference = 'h'", "I5"),
        Tampering("DELETE FROM hold WHERE reference LIKE 'order/%'", "I5"),
        Tampering("DELETE FROM callback WHERE order_id = 1000001", "I27"),
        Tampering("INSERT INTO callback (order_id, app_id) VALUES (1000004, 'shop')", "I27"),
        Tampering("INSERT INTO callback (order_id, app_id) VALUES (77, 'shop')", "I8"),
        // Amounts that imugi does not write.
        Tampering("UPDATE account SET total = '0' || total WHERE owner = 10", "I8"),
        Tampering("UPDATE account SET total = '+' || total WHERE owner = 10", "I8"),
        Tampering("UPDATE posting SET delta = '0' || delta WHERE sequence = 1 AND owner > 0", "I8"),
        Tampering("UPDATE orders SET volume = volume || 'e0' WHERE id = 1000004", "I8", "I10"),
        Tampering("UPDATE hold SET volume = '010' WHERE reference = 'h'", "I8"),
        Tampering("UPDATE ledger_transaction SET kind = 12 WHERE sequence = 3", "I3", "I7", "I8"),
        Tampering("UPDATE posting SET book = 3 WHERE sequence = 3 AND owner > 0", "I1", "I3", "I7", "I8"),
    ]

    @Test(arguments: tamperings)
    func everyProofTellsWhatIsBroken(tampering: Tampering) async throws {
        let folder = try TestFolder()
        try await SmallLedger.fill(folder)
        try folder.tamper("DROP INDEX order_by_trade_no; DROP INDEX transaction_by_settled_order; \(tampering.sql)")
        let store = try await SQLiteStore.openForTest(folder)
        for proving in Proving.all {
            let proof = try await proving.prove(store)
            let told = proof.checks.flatMap(\.breaks).joined(separator: "; ")
            #expect(broken(proof) == tampering.breaks, "\(proving): \(told)")
        }
        try await store.close()
    }

    @Test(arguments: Proving.all)
    func whatNobodyTamperedWithHolds(proving: Proving) async throws {
        let folder = try TestFolder()
        try await SmallLedger.fill(folder)
        let store = try await SQLiteStore.openForTest(folder)
        let proof = try await proving.prove(store)
        #expect(broken(proof) == [] && proof.transactions == 8)
        #expect(proof.coins.map(\.issued.units) == [2_200])
        try await store.close()
    }
}
