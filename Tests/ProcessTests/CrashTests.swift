import TestSupport
import Testing

/// The process is killed in the middle of its work, again and again on the same platform (hazards, faults 1 to 3).
@Suite(.timeLimit(.minutes(5))) struct CrashTests {
    @Test(arguments: Engine.allCases) func nothingAcknowledgedIsLostByKill9(_ engine: Engine) async throws {
        let traffic = Traffic(Seeded())
        var random = traffic.seed
        let place = try await engine.newPlace()
        try await withHTTPClient { http in
            for _ in 0..<20 {
                let server = try await ImugiServer.sandbox(place)
                let client = SignedClient(server, http: http)
                await traffic.settle(on: client)
                let payments = Int.random(in: 1...80, using: &random)
                try await traffic.flow(over: [client], payers: 8) {
                    await traffic.flows(payments)
                    traffic.leave(client)
                    await server.process.kill()
                }
            }
            let server = try await ImugiServer.sandbox(place)
            let client = SignedClient(server, http: http)
            await traffic.settle(on: client)
            await traffic.check(on: client)
            #expect(traffic.failures["none", default: 0] > 0, "\(traffic.seed): no kill has hit anybody")
            #expect(await server.process.terminate() == 0)
        }
    }
}
