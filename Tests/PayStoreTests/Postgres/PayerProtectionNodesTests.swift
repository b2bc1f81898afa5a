import PayCore
import PayDomain
import PayLedger
import PayStorePostgres
import TestSupport
import Testing

/// What protects a payer holds over all nodes.
@Suite(.timeLimit(.minutes(2))) struct PayerProtectionNodesTests {
    @Test func paymentsOnTwoNodesDoNotPassACapTogether() async throws {
        try await Nodes.with { nodes in
            let open = try await OpenPayments(nodes.first.store)
            try await open.fund(nodes.first.platform.committer, 10_000)
            let cap = DirectoryChange.setSpendingCap(
                app: Fixture.shop, user: Fixture.alice, coin: Fixture.gold, cap: Fixture.amount(100))
            try await nodes.second.platform.change(cap)
            // One after the other, so that the batches are small and the nodes take turns.
            let outcomes = try await nodes.race(10) { node, worker in
                var outcomes: [String] = []
                for number in 0..<5 { outcomes.append(await outcome(node.platform.committer, open.pay(10, as: "p\(worker)_\(number)"))) }
                return outcomes
            }.flatMap { $0 }
            #expect(outcomes.count { $0 == "order" } == 10 && outcomes.count { $0 == "spendingCap" } == 40)
            #expect(try await nodes.first.store.spendingCaps(of: Fixture.alice).map { $0.taken(at: Fixture.start).units } == [100])
            #expect(broken(try await nodes.first.store.proveLedger()) == [])
        }
    }

    /// A batch that waits for the payer's account counts what the batch before it has counted.
    @Test func whoeverWaitsForTheAccountSeesWhatWasCountedMeanwhile() async throws {
        try await Nodes.with { nodes in
            let open = try await OpenPayments(nodes.first.store)
            try await open.fund(nodes.first.platform.committer, 10_000)
            try await nodes.first.platform.change(
                .setSpendingCap(app: Fixture.shop, user: Fixture.alice, coin: Fixture.gold, cap: Fixture.amount(100)))
            let account = "owner = \(Fixture.alice.number) AND book = 2 AND coin = 1"
            let late = try await nodes.pool.withTransaction { transaction in
                _ = try await transaction.run([Nodes.statement("SELECT total FROM account WHERE \(account) FOR UPDATE")()])
                let payment = Task { await outcome(nodes.second.platform.committer, open.pay(60, as: "late")) }
                try await nodes.waiters(1)
                try await transaction.commit(after: [Nodes.statement("UPDATE spending_cap SET taken = 41")()])
                return payment
            }
            #expect(await late.value == "spendingCap")
            #expect(await outcome(nodes.second.platform.committer, open.pay(59, as: "next")) == "order")
        }
    }

    @Test func nothingIsPaidOnAnyNodeOnceOneHasAcknowledgedTheChange() async throws {
        try await Nodes.with { nodes in
            let (bobs, open) = (try await OpenPayments(nodes.first.store, of: Fixture.bob), try await OpenPayments(nodes.first.store))
            try await open.fund(nodes.first.platform.committer, 10_000)
            try await bobs.fund(nodes.first.platform.committer, 10_000, as: "bob")
            try await nodes.first.platform.change(.setTradePassword(Fixture.bob, hash: "first", frozenUntil: nil))
            let payments = Task {
                try await nodes.race(160) { node, number in
                    let opening = number % 4 < 2 ? open : bobs
                    return (user: opening.user, outcome: await outcome(node.platform.committer, opening.pay(1, as: "p\(number)")))
                }
            }
            try await nodes.second.platform.change(
                .setSpendingCap(app: Fixture.shop, user: Fixture.alice, coin: Fixture.gold, cap: .zero))
            let alices = try await held(by: Fixture.alice, nodes)
            try await nodes.second.platform.change(.setTradePassword(Fixture.bob, hash: "second", frozenUntil: Fixture.after(60)))
            let bobsHeld = try await held(by: Fixture.bob, nodes)
            let outcomes = try await payments.value
            #expect(Set(outcomes.map(\.outcome)).isSubset(of: ["order", "spendingCap", "tradePasswordChanged"]))
            for (user, before) in [(Fixture.alice, alices), (Fixture.bob, bobsHeld)] {
                #expect(try await held(by: user, nodes) == before)
                #expect(before == 10_000 - Int128(outcomes.count { $0.user == user && $0.outcome == "order" }))
            }
            #expect(broken(try await nodes.first.store.proveLedger()) == [])
        }
    }

    private func held(by user: UserID, _ nodes: Nodes) async throws -> Int128? {
        try await nodes.first.store.balance(of: .user(user, .open, Fixture.gold))?.total.units
    }
}
