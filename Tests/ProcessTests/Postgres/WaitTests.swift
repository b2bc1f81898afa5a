import TestSupport
import Testing

/// Somebody outside of the platform who keeps what payments need.
@Suite(.timeLimit(.minutes(3))) struct WaitTests {
    @Test func whoseAccountIsHeldIsRefusedAndNobodyElse() async throws {
        let traffic = Traffic(Seeded())
        let database = try await TestDatabase()
        try await withHTTPClient { http in
            let node = try await SandboxNode.start(database.address, http)
            #expect(await node.client.payOut("first", coin: "dt").code == 1)
            try await traffic.flow(over: [node.client]) {
                await traffic.flows(10)
                try await database.withPeer { peer in
                    try await peer.holding("SELECT 1 FROM account WHERE owner = 1000000 AND coin = 3 FOR UPDATE") {
                        for number in 0..<2 { #expect(await node.client.payOut("held_\(number)", coin: "dt").failure == "500/2") }
                        #expect(await node.client.payOut("to_another", uid: 1_000_002, coin: "dt").code == 1)
                        await traffic.flows(10)
                    }
                }
                #expect(await node.client.payOut("held_0", coin: "dt").code == 1)
            }
            #expect(await node.client.order("held_1").code == 11_027)
            #expect(traffic.failures == [:], "\(traffic.seed)")
            await traffic.settle(on: node.client)
            await traffic.check(on: node.client)
            await node.stop()
        }
    }

    @Test func callsWithoutAConnectionAreRefusedInTime() async throws {
        let traffic = Traffic(Seeded())
        let database = try await TestDatabase()
        try await withHTTPClient { http in
            let node = try await SandboxNode.start(database.address, http)
            try await traffic.flow(over: [node.client]) {
                await traffic.flows(20)
                try await database.withPeer { peer in
                    try await peer.holding("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE") {
                        let answers = await withTaskGroup(of: String.self) { group in
                            for number in 0..<60 { group.addTask { await node.client.impatient.order("none_\(number)").failure } }
                            return await group.reduce(into: []) { $0.append($1) }
                        }
                        #expect(answers.contains("500/2") && Set(answers).isSubset(of: ["500/2", "503/unavailable"]), "\(answers)")
                    }
                }
                await node.untilReady()
                await traffic.flows(20)
            }
            for failure in traffic.failures.keys { #expect(failure == "500/2", "\(traffic.seed)") }
            await traffic.settle(on: node.client)
            await traffic.check(on: node.client)
            await node.stop()
        }
    }
}
