import Foundation
import TestSupport
import Testing

/// SIGTERM: what runs is finished, nothing acknowledged is lost, the status is 0.
@Suite(.timeLimit(.minutes(2))) struct StopTests {
    @Test(arguments: Engine.allCases) func aStopUnderLoadLosesNothing(_ engine: Engine) async throws {
        try await withHTTPClient { http in
            let place = try await engine.newPlace()
            let server = try await ImugiServer.sandbox(place)
            let client = SignedClient(server, http: http)
            let acknowledged = Locked<[String: String]>([:])
            let status = await withTaskGroup(of: Int32?.self) { group in
                for payer in 0..<8 {
                    group.addTask {
                        for index in 0..<10_000 {
                            guard let id = await client.payOut("s_\(payer)_\(index)").orderID else { return nil }
                            let count = acknowledged.withLock { acknowledged in
                                acknowledged["s_\(payer)_\(index)"] = id
                                return acknowledged.count
                            }
                            if count == 100 { return await server.process.terminate() }
                        }
                        return nil
                    }
                }
                return await group.reduce(nil) { $0 ?? $1 }
            }
            #expect(status == 0, "\(server.process.log)")
            let again = try await ImugiServer.sandbox(place)
            let second = SignedClient(again, http: http)
            for (tradeNo, id) in acknowledged.withLock({ $0 }) { #expect(await second.order(tradeNo).orderID == id) }
            #expect(await second.ledgerHolds())
            #expect(await again.process.terminate() == 0)
        }
    }

    @Test func aTemporaryFolderGoesWithItsSandbox() async throws {
        let temporary = TestFolder()
        try temporary.make()
        let server = try await ImugiServer.start(["sandbox", "--port", "0"], environment: ["TMPDIR": temporary.path])
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.path).count == 1)
        #expect(await server.process.terminate() == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.path).isEmpty)
    }
}
