import TestSupport
import Testing

/// A database that crashes, comes back, and is the wrong one for a while.
@Suite(.timeLimit(.minutes(3))) struct OutageTests {
    /// What a call may be answered while the database is away, beside 503: it fails, or took too long.
    static let answers: Set<String> = ["500/2", "500/4"]

    @Test func aCrashedDatabaseIsSaidAndComesBackByItself() async throws {
        let traffic = Traffic(Seeded())
        let server = try await PostgresServer().started()
        try await withHTTPClient { http in
            let database = try await TestDatabase(on: server)
            let node = try await SandboxNode.start(database.address, http)
            try await traffic.flow(over: [node.client]) {
                for _ in 0..<2 {
                    await traffic.flows(30)
                    try await server.stop("immediate")
                    #expect(await !node.isReady)
                    #expect(await node.client.control("/health").status == 200)
                    try await server.started()
                    await node.untilReady()
                }
                await traffic.flows(30)
            }
            await traffic.settle(on: node.client)
            await traffic.check(on: node.client)
            #expect(!traffic.failures.isEmpty, "\(traffic.seed): no crash has hit anybody")
            for failure in traffic.failures.keys { #expect(Self.answers.contains(failure), "\(traffic.seed)") }
            await node.stop()
        }
        try await server.stop()
    }

    @Test func aStandbyIsNoDatabaseToPayOn() async throws {
        let server = try await PostgresServer().started()
        try await withHTTPClient { http in
            let database = try await TestDatabase(on: server)
            let node = try await SandboxNode.start(database.address, http)
            #expect(await node.client.payOut("before").code == 1)
            try await server.stop()
            try server.becomeStandby()
            try await server.started()
            #expect(await !node.isReady)
            let answer = await node.client.impatient.payOut("meanwhile")
            #expect(Self.answers.union(["503/unavailable"]).contains(answer.failure), "\(answer)")
            let refused = try await ImugiProcess.run(["sandbox", "--port", "0", "--database", database.address])
            #expect(refused.status == 1 && refused.errors.contains("pg_is_in_recovery = on"), "\(refused.errors)")
            #expect(refused.errors.contains("a primary server"), "\(refused.errors)")
            try await server.stop()
            try server.ceaseStandby()
            try await server.started()
            await node.untilReady()
            #expect(await node.client.payOut("before").code == 4_009)
            #expect(await node.client.payOut("meanwhile").code == 1)
            #expect(await node.client.ledgerHolds())
            await node.stop()
        }
        try await server.stop()
    }
}
