import PayCore
import PayDomain
import PayLedger
import PayStorePostgres
import Testing

/// Several nodes share one outbox: what one attempts no other does, and none waits for another.
@Suite(.timeLimit(.minutes(2))) struct CallbackClaimTests {
    @Test func nodesThatClaimAtTheSameTimeShareWhatIsDue() async throws {
        try await CallbackNodes.with { nodes in
            try await nodes.addOrders(1...300)
            let claimed = try await withThrowingTaskGroup(of: [OrderID].self) { group in
                for node in [nodes.first, nodes.second, nodes.first, nodes.second] {
                    group.addTask { try await Self.deliver(node) }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            // Each of them ended when it found nothing that was nobody's.
            #expect(claimed.count == 300 && Set(claimed.map(\.number)) == Set(1...300))
            let attempts = try await nodes.attempts()
            #expect(attempts.count == 300 && attempts.allSatisfy { $0.number == 1 && !$0.isSuperseded })
            #expect(try await nodes.first.nextCallbacks(of: [Fixture.shop], now: Fixture.after(9)).isEmpty)
        }
    }

    /// Claims and delivers, some in each turn, until nothing is due any more.
    private static func deliver(_ node: PostgresStore) async throws -> [OrderID] {
        var orders: [OrderID] = []
        var results: [CallbackResult] = []
        while true {
            let outcome = try await node.take(
                CallbackTurn(
                    results: results, claims: [CallbackTurn.Claim(app: Fixture.shop, limit: 7)], now: Fixture.after(1),
                    leaseEnd: Fixture.after(61)))
            #expect(outcome.superseded.isEmpty && outcome.claimed.count <= 7)
            orders += outcome.claimed.map(\.order.id)
            results = outcome.claimed.map { $0.ended(200, at: 1) }
            // What others hold at this moment counts as due until they have committed.
            if results.isEmpty, outcome.next.isEmpty { return orders }
        }
    }

    @Test func aTurnServesEachAppUpToItsLimit() async throws {
        try await CallbackNodes.with { nodes in
            try await nodes.addOrders(1...5)
            try await nodes.addOrders(6...9, of: Fixture.fair)
            let outcome = try await nodes.first.take(
                CallbackTurn(
                    claims: [.init(app: Fixture.fair, limit: 3), .init(app: Fixture.shop, limit: 1), .init(app: Fixture.shop, limit: 1)],
                    now: Fixture.after(1), leaseEnd: Fixture.after(61)))
            #expect(outcome.claimed.map(\.order.id.number) == [6, 7, 8, 1, 2])
            #expect(outcome.next == [Fixture.shop: Fixture.start, Fixture.fair: Fixture.start])
            let order = try #require(outcome.claimed.first?.order)
            #expect(order.key == Fixture.key("trade6", of: Fixture.fair) && order.volume.units == 7 && order.status == .succeeded)
            #expect(outcome.claimed.allSatisfy { $0.lease.fence == 1 && $0.lease.end == Fixture.after(61) })
        }
    }

    @Test func whatAnotherHoldsIsPassedOver() async throws {
        try await CallbackNodes.with(lockMax: .milliseconds(500)) { nodes in
            try await nodes.addOrders(1...4)
            // One lies too far ahead.
            try await nodes.run("UPDATE callback SET due_time = due_time + 3600000000000 WHERE order_id > 2")
            try await nodes.pool.withTransaction { transaction in
                let hold = PostgresStatement("test_hold", "SELECT order_id FROM callback WHERE order_id IN (1, 3) FOR UPDATE")
                _ = try await transaction.run([hold()])
                #expect(try await nodes.first.claim(at: 1).map(\.order.id.number) == [2, 4])
                // It still is due, for whoever comes when it is free.
                #expect(
                    try await nodes.first.nextCallbacks(of: [Fixture.shop], now: Fixture.after(1)) == [Fixture.shop: Fixture.start])
            }
            #expect(try await nodes.second.claim(at: 1).map(\.order.id.number) == [1, 3])
        }
    }

    /// Whoever waits for a row has those before it, so that no two wait for each other.
    @Test func rowsAreLockedInTheirOrder() async throws {
        try await CallbackNodes.with { nodes in
            try await nodes.addOrders(1...3)
            let claimed = try await nodes.first.claim(at: 1)
            let turn = CallbackTurn(
                results: [claimed[2], claimed[1]].map { $0.ended(200, at: 1) }, released: [claimed[0].lease], claims: [],
                now: Fixture.after(2), leaseEnd: Fixture.after(2))
            let taking = try await nodes.pool.withTransaction { transaction in
                let hold = PostgresStatement("test_hold", "SELECT order_id FROM callback WHERE order_id = 3 FOR UPDATE")
                _ = try await transaction.run([hold()])
                let taking = Task { try await nodes.first.take(turn) }
                try await nodes.untilOneWaits()
                let free = PostgresStatement("test_free", "SELECT order_id FROM callback WHERE order_id < 3 FOR UPDATE SKIP LOCKED")
                #expect(try await transaction.run([free()])[0].isEmpty)
                return taking
            }
            #expect(try await taking.value.superseded.isEmpty)
        }
    }

    @Test func aLeaseThatEndedIsTakenOverAndTheLateResultDoesNotCount() async throws {
        try await CallbackNodes.with { nodes in
            try await nodes.addOrders(1...1)
            let paused = try await nodes.first.claim(at: 10)[0]
            #expect(try await nodes.second.claim(at: 69).isEmpty)
            let other = try await nodes.second.claim(at: 70)[0]
            #expect(other.lease.fence == 2)
            let late = try await nodes.first.record([paused.ended(500, at: 60, next: 660)], at: 71)
            #expect(late.superseded == [paused.order.id] && late.next == [Fixture.shop: Fixture.after(130)])
            #expect(try await nodes.second.record([other.ended(200, at: 72)], at: 73).superseded.isEmpty)
            #expect(try await nodes.first.callback(of: paused.order.id)?.state == .delivered)
            #expect(try await nodes.attempts().map(\.isSuperseded) == [true, false])
        }
    }

    /// A node that opens the database frees nothing: the leases are those of nodes that live.
    @Test func openingEndsNoLease() async throws {
        let folder = try TestFolder()
        let node = try await PostgresStore.openForTest(folder)
        let pool = try await PostgresPool(await PostgresTestDatabase.of(folder).settings())
        try await CallbackNodes(first: node, second: node, pool: pool).addOrders(1...1)
        await pool.close()
        #expect(try await node.claim(at: 1).count == 1)
        let other = try await PostgresStore.openForTest(folder)
        #expect(try await other.claim(at: 2).isEmpty)
        try await other.close()
        try await node.close()
    }
}
