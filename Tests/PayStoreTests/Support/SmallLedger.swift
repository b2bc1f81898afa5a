import PayDomain
import PayLedger
import PayStoreSQLite

/// A ledger in which there is one of each. Orders: 1000001 paid, 1000002 pay-out of 5, 1000003 waits, 1000004 failed, 1000005 returns 30 of
/// the first. Transactions: 1-3 deposits, 4 hold, 5 payment, 6 pay-out, 7 pay-out held, 8 return.
enum SmallLedger {
    /// Makes it in a new store, and closes that.
    static func fill(_ folder: TestFolder) async throws {
        let store = try await SQLiteStore.openForTest(folder)
        try await Fixture.fill(store)
        let clock = TestClock()
        let committer = try await Fixture.committer(store, clock: clock)
        try await committer.submit(.deposit(1_000, to: Fixture.alice, as: "d1"))
        try await committer.submit(.deposit(1_000, to: Fixture.fairManager, as: "d2"))
        try await committer.submit(.deposit(200, to: Fixture.alice, as: "d3"))
        try await committer.submit(.hold(10, of: Fixture.alice, as: "h"))
        clock.set(Fixture.after(1))
        try await committer.submit(.apply(100, by: Fixture.fair, as: "a", code: 1))
        _ = try await committer.order(.confirm("a", of: Fixture.fair, code: 1))
        clock.set(Fixture.after(2))
        _ = try await committer.order(.pay(5, by: Fixture.fair, as: "p"))
        clock.set(Fixture.after(3))
        _ = try await committer.order(.pay(500, by: Fixture.fair, as: "w"))
        clock.set(Fixture.after(4))
        try await committer.submit(.apply(9_999, as: "f", code: 2))
        _ = try await committer.order(.confirm("f", code: 2))
        clock.set(Fixture.after(5))
        _ = try await committer.order(.give(30, back: "a", as: "r", of: Fixture.fair))
        try await store.close()
    }
}
