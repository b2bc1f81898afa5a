import PayCore
import PayDomain
import PayStorePostgres
import Testing

/// Everything that locks rows of users, apps and logins does so in one order. If not, two of them could wait for each other until the
/// server refuses one, after a second.
@Suite(.timeLimit(.minutes(2))) struct LockOrderTests {
    @Test func noTwoCallsWaitForEachOther() async throws {
        try await Nodes.with { nodes in
            _ = try await nodes.first.tokens()
            _ = try await nodes.race(160) { node, number in try await Self.call(number, on: node) }
            // What a session has counted is known by when it ends.
            try await nodes.first.store.close()
            try await nodes.second.store.close()
            let sessions = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            while try await nodes.number(sessions) > 1 { await Task.yield() }
            #expect(try await nodes.number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()") == 0)
        }
    }

    private static func call(_ number: Int, on node: Node) async throws {
        // Each kind is called on both nodes.
        switch number / 2 % 8 {
        case 0: _ = try await node.signIn(number, replacing: number - 15)
        case 1:
            _ = try await node.store.beginTradePasswordTry(Fixture.alice, now: Fixture.start, limit: 5, lockEnd: Fixture.after(60))
            try await node.store.clearTradePasswordTries(Fixture.alice)
        case 2, 3, 4:
            let code = try await node.code()
            let tokens = try await node.redeem(code)
            if let tokens { _ = try await node.refresh(tokens) }
            _ = try await node.redeem(code)
        case 5: try await node.platform.change(.setPassword(Fixture.alice, hash: "hash-10"))
        case 6: try await node.platform.change(.revokeGrant(app: Fixture.shop, user: Fixture.alice))
        default:
            for isEnabled in [false, true] {
                try await node.platform.change(.setUserEnabled(Fixture.alice, isEnabled))
                var app = try node.app()
                app.isEnabled = isEnabled
                try await node.platform.change(.updateApp(app))
            }
        }
    }
}
