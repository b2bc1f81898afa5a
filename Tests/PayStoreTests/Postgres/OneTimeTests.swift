import PayCore
import PayDomain
import PayStorePostgres
import Testing

/// What works once, or so many times, does so whichever nodes it is shown to at the same time.
@Suite(.timeLimit(.minutes(2))) struct OneTimeTests {
    @Test func aCodeGivesOneLoginHoweverManyNodesItIsShownTo() async throws {
        try await Nodes.with { nodes in
            for _ in 0..<3 {
                let code = try await nodes.first.code()
                let given = try await nodes.race(50) { node, _ in try await node.redeem(code) }.compactMap { $0 }
                #expect(given.count == 1)
                // Shown again, it has ended what it gave.
                #expect(try await nodes.second.store.accessToken(hash: try #require(given.first).access.hash)?.login.isAlive == false)
            }
            #expect(try await nodes.number("SELECT count(*) FROM login") == 3)
        }
    }

    @Test func aRefreshTokenGivesOnePairHoweverManyNodesItIsShownTo() async throws {
        try await Nodes.with { nodes in
            for _ in 0..<3 {
                let tokens = try await nodes.first.tokens()
                let renewed = try await nodes.race(50) { node, _ in try await node.refresh(tokens) }.compactMap { $0 }
                #expect(renewed.count == 1)
                #expect(try await nodes.second.store.accessToken(hash: try #require(renewed.first).access.hash)?.login.isAlive == false)
            }
            #expect(try await nodes.number("SELECT count(*) FROM refresh_token") == 6)
        }
    }

    @Test func triesOnAllNodesTogetherDoNotPassTheLimit() async throws {
        try await Nodes.with { nodes in
            for round in 0..<3 {
                let now = Fixture.after(Int64(round) * 60)
                let answers = try await nodes.race(40) { node, _ in
                    try await node.store.beginTradePasswordTry(Fixture.alice, now: now, limit: 5, lockEnd: now.advanced(bySeconds: 60))
                }
                let left = answers.compactMap { answer -> Int? in if case .allowed(let left) = answer { left } else { nil } }
                #expect(left.sorted() == [0, 1, 2, 3, 4])
                #expect(answers.count { $0 == .locked(until: now.advanced(bySeconds: 60)) } == 35)
            }
        }
    }

    @Test func whatIsGrantedOnOneNodeIsNotUndoneOnAnother() async throws {
        try await Nodes.with { nodes in
            let scopes: [Scope] = [.signIn, .userToApp, .readSpotAssets, .openUserToApp]
            _ = try await nodes.race(scopes.count) { node, number in
                let application = LoginApplication(
                    app: try node.app(), asked: ScopeSet([scopes[number]]), state: "state000", device: "device00",
                    redirectURL: "https://example.com/in")
                return try await AuthoriseApp(node.platform).run(application, ticked: .all, as: Fixture.makeUser(Fixture.alice)).code
            }
            #expect(try await nodes.first.store.grant(of: Fixture.shop, user: Fixture.alice)?.scopes == ScopeSet(scopes))
        }
    }
}
