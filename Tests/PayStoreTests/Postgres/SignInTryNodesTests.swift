import PayDomain
import PayStorePostgres
import Testing

/// Tries to sign in that come to several nodes.
@Suite(.timeLimit(.minutes(2))) struct SignInTryNodesTests {
    @Test func nodesTogetherAllowAsManyTriesAsOne() async throws {
        try await Nodes.with { nodes async throws in
            let name = SignInCount(key: Fixture.codeHash(1), limit: 10)
            let answers = try await nodes.race(60) { node, number in
                // The addresses' keys stand on both sides of the name's.
                let address = SignInCount(key: Fixture.codeHash(number % 2 == 0 ? 0 : 2), limit: 200)
                return try await node.store.count([address, name], at: 0)
            }
            #expect(answers.filter { $0 == .counted }.count == 10)
            // What was refused is counted under no address.
            #expect(try await nodes.number("SELECT sum(tries)::bigint FROM sign_in_try") == 20)
        }
    }

    @Test func windowsThatAreOverAreForgotten() async throws {
        try await Nodes.with { nodes async throws in
            for number in 1...30 { _ = try await nodes.first.store.count([SignInCount(key: Fixture.codeHash(number), limit: 10)], at: 0) }
            #expect(try await nodes.number("SELECT count(*) FROM sign_in_try") == 30)
            for _ in 1...3 { _ = try await nodes.second.store.count([SignInCount(key: Fixture.codeHash(99), limit: 10)], at: 300) }
            #expect(try await nodes.number("SELECT count(*) FROM sign_in_try") == 1)
        }
    }
}
