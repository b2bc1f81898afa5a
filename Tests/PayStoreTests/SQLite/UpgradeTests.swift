import Foundation
import GRDB
import PayCore
import PayDomain
import PayLedger
import PayStoreSQLite
import Testing

/// A file that an earlier version has written is brought up to date with everything in it.
@Suite struct UpgradeTests {
    @Test func theFirstSchemaBecomesTheNewest() async throws {
        let folder = try TestFolder()
        let (transactions, head) = try makeFirstVersion(in: folder)

        let store = try await SQLiteStore.openForTest(folder)
        let proof = try await store.proveLedger()
        #expect(broken(proof) == [])
        #expect(proof.transactions == transactions && proof.chainHead == head)
        let grant = try #require(try await store.grant(of: Fixture.shop, user: Fixture.alice))
        #expect(grant.openID.text == "alice_1" && grant.unionID.text.utf8.count == 32 && grant.scopes == .all)
        #expect(try await store.user(Fixture.alice)?.isEnabled == true)
        #expect(try await store.user(Fixture.alice)?.version == 0)
        #expect(try await store.user(Fixture.alice).map { $0.paymentsFrozenUntil == nil } == true)
        #expect(try await store.order(Fixture.key("p1"))?.original == nil)
        // It goes on from there, with what is new.
        let committer = try await Fixture.committer(store)
        try await committer.submit(.transfer(1, of: Fixture.alice, from: .spot, as: "t"))
        let cap = DirectoryChange.setSpendingCap(app: Fixture.shop, user: Fixture.alice, coin: Fixture.gold, cap: Fixture.amount(3))
        try await store.change(cap) { _ in }
        #expect(try await store.spendingCaps(of: Fixture.alice).map(\.cap.units) == [3])
        try await store.change(.setPassword(Fixture.alice, hash: "new")) { _ in }
        #expect(try await store.user(Fixture.alice)?.version == 1)
        #expect(broken(try await store.proveLedger()) == [])
        #expect(try await store.count([SignInCount(key: Fixture.codeHash(1), limit: 1)], at: 0) == .counted)
        // Of a session from before nothing is known but when it began.
        let session = try #require(try await store.sessions(of: Fixture.bob, now: Fixture.start, limit: 9).first)
        #expect(session.lastUseTime == Fixture.start && session.browser == BrowserKind() && session.address == nil)
        #expect(try await store.lastUses(of: Fixture.alice)[Fixture.shop]?.seconds == Fixture.start.seconds)
        try await store.close()

        for sql in ["UPDATE ledger_transaction SET time = 1", "DELETE FROM ledger_transaction", "UPDATE orders SET uid = 11"] {
            #expect(throws: DatabaseError.self, "\(sql)") { try folder.edit { try $0.execute(sql: sql) } }
        }
    }

    @Test func anAppOfTheSecondSchemaCanRenewItsKeys() async throws {
        let folder = try TestFolder()
        _ = try makeFirstVersion(in: folder)
        let queue = try DatabaseQueue(path: folder.databasePath)
        try Migrations.all.migrate(queue, upTo: "0002 logins, open accounts and returns")
        try queue.close()

        let store = try await SQLiteStore.openForTest(folder)
        var app = try #require(try await store.loadDirectory().apps[Fixture.shop])
        #expect(app.replacedKeys == nil && app.keys(at: Fixture.start) == app.keys(at: Fixture.after(1)))
        app.replaceKeys(checkKey: "k2", strongSecret: [2], overlap: 60, now: Fixture.start)
        try await store.change(.updateApp(app)) { _ in }
        try await store.close()

        let again = try await SQLiteStore.openForTest(folder)
        let kept = try #require(try await again.loadDirectory().apps[Fixture.shop])
        #expect(
            kept.keys(at: Fixture.start).checkKey == "check" && kept.keys(at: Fixture.start).strongSecrets == [[2], Array("strong".utf8)])
        #expect(kept.keys(at: Fixture.after(60)).checkKey == "k2" && kept.keys(at: Fixture.after(60)).strongSecrets == [[2]])
        try await again.close()
    }

    /// Deposits, a pay-out and a grant, as the first version has written them.
    func makeFirstVersion(in folder: TestFolder) throws -> (transactions: Int64, head: [UInt8]) {
        var memory = MemoryLedger(
            Directory(companies: [], apps: [Fixture.makeApp(Fixture.shop, manager: Fixture.manager)], keys: [], coins: [])
        )
        _ = memory.run([.deposit(500, to: Fixture.manager, as: "d"), .pay(40, as: "p1"), .pay(2, as: "p2")], now: Fixture.start)
        var head = LedgerChain.origin
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: false)
        let queue = try DatabaseQueue(path: folder.databasePath)
        try Migrations.all.migrate(queue, upTo: "0001 first schema")
        try queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO installation VALUES (1, 'serve', ?);
                    INSERT INTO coin VALUES (1, 'gold', 8);
                    INSERT INTO company VALUES ('company', 'Company');
                    INSERT INTO user (id, name, payments_frozen) VALUES (1, 'manager', 0), (10, 'alice', 0), (11, 'bob', 0);
                    INSERT INTO app VALUES ('shop', 'company', 'Shop', 1, 1, 2, 0, 'data', NULL, 0, ?, ?);
                    INSERT INTO app_coin VALUES ('shop', 1, NULL, NULL);
                    INSERT INTO user_grant VALUES ('shop', 10, 'alice_1', ?);
                    """,
                arguments: [
                    try sealed("imugi", "installation"), try sealed("check", "check-key/shop"), try sealed("strong", "strong-secret/shop"),
                    ScopeSet.all.bits,
                ]
            )
            try db.execute(
                sql: "INSERT INTO session VALUES (?, 11, ?, ?)",
                arguments: [Data(Fixture.codeHash(1)), Fixture.start.nanoseconds, Fixture.after(60).nanoseconds]
            )
            for (account, balance) in memory.state.balances {
                try db.execute(
                    sql: "INSERT INTO account VALUES (?, ?, ?, ?, ?)",
                    arguments: [
                        account.owner.number, account.book.rawValue, account.coin.number, balance.total.unitsText,
                        balance.frozen.unitsText,
                    ]
                )
            }
            for transaction in memory.transactions {
                head = LedgerChain.head(after: transaction, from: head)
                try insert(transaction, hash: head, into: db)
            }
            try db.execute(sql: "UPDATE ledger_clock SET last_time = ?", arguments: [memory.state.lastTime.nanoseconds])
        }
        try queue.close()
        return (Int64(memory.transactions.count), head)
    }

    private func sealed(_ secret: String, _ context: String) throws -> Data {
        Data(try XORSealer(key: 7).seal(Array(secret.utf8), for: context))
    }

    private func insert(_ transaction: LedgerTransaction, hash: [UInt8], into db: Database) throws {
        if let order = transaction.order {
            try db.execute(
                sql: "INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', 'device00', ?, ?, ?)",
                arguments: [
                    order.id.number, order.key.app.text, order.key.tradeNo.text, order.user.number, order.coin.number,
                    order.volume.unitsText, order.cut.unitsText, order.direction.rawValue, order.type.rawValue,
                    order.createTime.nanoseconds, order.status.rawValue, order.arriveTime?.nanoseconds,
                ]
            )
            try db.execute(sql: "INSERT INTO callback (order_id, app_id) VALUES (?, 'shop')", arguments: [order.id.number])
        }
        try db.execute(
            sql: "INSERT INTO ledger_transaction VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
                transaction.sequence, transaction.kind.rawValue, transaction.time.nanoseconds, transaction.order?.id.number,
                transaction.reference?.text, Data(hash),
            ]
        )
        for (line, posting) in transaction.postings.enumerated() {
            try db.execute(
                sql: "INSERT INTO posting VALUES (?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    transaction.sequence, line, posting.account.owner.number, posting.account.book.rawValue, posting.account.coin.number,
                    posting.delta.unitsText, posting.frozenDelta.unitsText,
                ]
            )
        }
    }
}
