import AsyncHTTPClient
import Foundation
import PayWire
import Synchronization
import Testing

/// The process is killed in the middle of its work, again and again on the same folder.
@Suite struct CrashTests {
    private static let kills = 20

    @Test func nothingAcknowledgedIsLostByKill9() async throws {
        let seed = UInt64.random(in: .min ... .max)
        var generator = SplitMix(seed: seed)
        let folder = FileManager.default.temporaryDirectory.appending(path: "imugi-crash-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let client = HTTPClient()
        var acknowledged: [String: String] = [:]
        for round in 0..<Self.kills {
            let server = try await SandboxProcess.start(folder: folder)
            let before = Int.random(in: 1...120, using: &generator)
            let seen = try await Self.load(server, round: round, killAfter: before, client: client)
            acknowledged.merge(seen) { first, _ in first }
        }
        let server = try await SandboxProcess.start(folder: folder)
        for (tradeNo, id) in acknowledged {
            let order = await server.call("/api/v1/pay/order/detail/", #"{"trade_no":"\#(tradeNo)"}"#, client: client)?.object("data")
            #expect(order?.text("id") == id, "seed \(seed): \(tradeNo) was acknowledged as \(id)")
        }
        let proof = await server.control("/sandbox/ledger", client: client)
        #expect(proof?.text("holds") == "true", "seed \(seed)")
        #expect(acknowledged.count >= Self.kills)
        #expect(await server.terminate() == 0)
        try await client.shutdown()
    }

    /// Pays from 16 tasks at once until so many payments were acknowledged, then kills; returns what was acknowledged.
    private static func load(
        _ server: SandboxProcess, round: Int, killAfter: Int, client: HTTPClient
    ) async throws -> [String: String] {
        let acknowledged = Acknowledged()
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<16 {
                group.addTask {
                    for index in 0..<1_000 {
                        let tradeNo = "k_\(round)_\(task)_\(index)"
                        let body = #"{"trade_no":"\#(tradeNo)","uid":1000000,"coin_code":"usdt","volume":"0.01","device":"device00"}"#
                        let answer = await server.call("/api/v1/pay/app2user/do/", body, client: client)
                        guard let id = answer?.object("data")?.text("id") else { return }
                        if acknowledged.add(tradeNo, id: id) == killAfter { await server.kill() }
                    }
                }
            }
        }
        await server.kill()
        return acknowledged.orders
    }
}

/// What the server has acknowledged, written down by many tasks at once.
private final class Acknowledged: Sendable {
    private let state = Mutex<[String: String]>([:])

    var orders: [String: String] { state.withLock { $0 } }

    /// - Returns: how many there are now.
    func add(_ tradeNo: String, id: String) -> Int {
        state.withLock { orders in
            orders[tradeNo] = id
            return orders.count
        }
    }
}

private struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
