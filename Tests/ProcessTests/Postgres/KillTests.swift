import TestSupport
import Testing

/// Nodes that are killed while payments are made (hazards, faults 1 to 3).
@Suite(.timeLimit(.minutes(3))) struct KillTests {
    @Test func oneOfTwoNodesKilledTwentyTimesUnderLoadLosesNothing() async throws {
        let traffic = Traffic(Seeded())
        try await withHTTPClient { http in
            let database = try await TestDatabase()
            let nodes = Locked(try await SandboxNode.start(2, on: database, http))
            try await traffic.flow(over: nodes.withLock { $0.map(\.client) }) {
                var random = traffic.seed
                for _ in 0..<20 {
                    await traffic.flows(.random(in: 1...12, using: &random))
                    let victim = Int.random(in: 0...1, using: &random)
                    let node = nodes.withLock { $0[victim] }
                    // Whoever has asked it already gets no answer; a balancer sends nobody else there.
                    traffic.leave(node.client)
                    await node.server.process.kill()
                    let next = try await SandboxNode.start(database.address, http)
                    nodes.withLock { $0[victim] = next }
                    traffic.join(next.client)
                }
                await traffic.flows(10)
            }
            let (first, second) = nodes.withLock { ($0[0], $0[1]) }
            await traffic.settle(on: first.client)
            await traffic.check(on: second.client)
            #expect(traffic.failures["none", default: 0] > 0, "\(traffic.seed): no kill has hit anybody")
            for failure in traffic.failures.keys { #expect(failure == "none", "\(traffic.seed)") }
            await first.stop()
            await second.stop()
        }
    }
}
