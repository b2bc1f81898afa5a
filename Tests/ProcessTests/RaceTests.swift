import Testing

/// Many calls at the same moment over real sockets (hazards, faults 40 to 44).
@Suite(.timeLimit(.minutes(2))) struct RaceTests {
    private func all<Value: Sendable>(_ count: Int, _ body: @Sendable @escaping (Int) async -> Value) async -> [Value] {
        await withTaskGroup(of: Value.self) { group in
            for index in 0..<count { group.addTask { await body(index) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test(arguments: Engine.allCases) func racesHaveOneOutcome(_ engine: Engine) async throws {
        try await withHTTPClient { http in
            let server = try await ImugiServer.sandbox(engine.newPlace())
            let client = SignedClient(server, http: http)

            let equal = await all(64) { _ in await client.payOut("same") }
            #expect(equal.count { $0.code == 1 } == 1)
            #expect(equal.count { $0.code == 4_009 } == 63)
            #expect(Set(equal.map(\.orderID)).count == 1)

            let different = await all(64) { await client.payOut("other", volume: "0.\($0 + 1)") }
            #expect(different.count { $0.code == 1 } == 1)
            #expect(different.count { $0.code == 4_009 } == 63)

            // The manager of this app holds 1000.
            let poor = SignedClient(server, app: "sandbox-cut-app", http: http)
            let spends = await all(100) { await poor.payOut("spend_\($0)", volume: "100") }
            #expect(spends.count { $0.code == 1 } == 10)
            #expect(spends.count { $0.code == 4_000 } == 90)

            let url = try #require(await client.payURL("confirmed", volume: "5"))
            let redirects = await all(24) { _ in await client.confirm(url) }
            #expect(Set(redirects).count == 1)
            #expect(redirects.first??.contains("&status=1&") == true)
            #expect(await client.ledgerHolds())
            #expect(await server.process.terminate() == 0)
        }
    }
}
