import TestSupport
import Testing

/// A primary that dies, and its synchronous standby that takes over.
@Suite(.timeLimit(.minutes(3))) struct FailoverTests {
    @Test func nothingAcknowledgedIsLostByAFailover() async throws {
        let traffic = Traffic(Seeded())
        let primary = try await PostgresServer().started()
        let database = try await TestDatabase(on: primary)
        let standby = try await PostgresServer(standbyOf: primary).started(["wal_retrieve_retry_interval": "50ms"])
        // From here on every commit waits for the standby.
        try await primary.stop()
        try await primary.started(["synchronous_standby_names": "*"])
        try await withHTTPClient { http in
            let node = try await SandboxNode.start(database.address(onPrimaryOf: [primary, standby]), http)
            try await traffic.flow(over: [node.client]) {
                await traffic.flows(40)
                try await primary.kill()
                try await standby.promote()
                await node.untilReady()
                await traffic.flows(40)
            }
            await traffic.settle(on: node.client)
            await traffic.check(on: node.client)
            for failure in traffic.failures.keys { #expect(OutageTests.answers.contains(failure), "\(traffic.seed)") }
            await node.stop()
        }
        try await standby.stop()
    }
}
