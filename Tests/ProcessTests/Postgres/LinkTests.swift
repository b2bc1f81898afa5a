import TestSupport
import Testing

/// Links to the database that break at the worst moment.
@Suite(.timeLimit(.minutes(3))) struct LinkTests {
    /// Who gets no answer to COMMIT reads back what became of it, and then answers as if nothing had been.
    @Test func aLinkCutAroundACommitIsNotNoticed() async throws {
        let traffic = Traffic(Seeded())
        let database = try await TestDatabase()
        let link = try await WatchedLink(to: database.server.socket)
        try await withHTTPClient { http in
            let node = try await SandboxNode.start(database.address(over: link), http)
            try await traffic.flow(over: [node.client]) {
                var random = traffic.seed
                for _ in 0..<12 {
                    await traffic.flows(.random(in: 1...8, using: &random))
                    link.cut(Bool.random(using: &random) ? .beforeServerSees : .beforeAnswer)
                    await link.untilCut()
                }
                await traffic.flows(20)
            }
            // The try of a trade password is no payment, and is not read back: whoever confirms one is told that nothing is known.
            #expect(traffic.failures.keys.allSatisfy { $0 == "500/4" }, "\(traffic.seed): \(traffic.failures)")
            await traffic.settle(on: node.client)
            await traffic.check(on: node.client)
            await node.stop()
        }
        try await link.close()
    }
}
