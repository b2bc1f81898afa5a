import TestSupport
import Testing

/// A database whose disk is full.
@Suite(.timeLimit(.minutes(3))) struct DiskTests {
    @Test(.enabled("only root may mount a small disk") { try await PostgresServer.canHaveDisk() })
    func aFullDiskRefusesPaymentsAndLosesNone() async throws {
        let traffic = Traffic(Seeded())
        let server = try await PostgresServer(onDiskOf: "128m").started()
        try await withHTTPClient { http in
            let database = try await TestDatabase(on: server)
            let node = try await SandboxNode.start(database.address, http)
            try await traffic.flow(over: [node.client]) {
                await traffic.flows(20)
                #expect(await node.client.payOut("before", coin: "dt").code == 1)
                try server.fillDisk()
                // What is left in the tables' last pages is used up first.
                while traffic.failures["500/4", default: 0] < 5 { await Task.yield() }
                #expect(await node.client.order("before").code == 1)
                #expect(await node.isReady)
                try server.clearDisk()
                await traffic.flows(20)
            }
            await traffic.settle(on: node.client)
            await traffic.check(on: node.client)
            for failure in traffic.failures.keys { #expect(failure == "500/4", "\(traffic.seed)") }
            await node.stop()
        }
        try await server.stop()
    }
}
