import PayWire
import TestSupport
import Testing

/// The process is killed in the middle of its work, again and again on the same folder (hazards, faults 1 to 3).
@Suite(.timeLimit(.minutes(5))) struct CrashTests {
    private static let kills = 20
    private static let payers = 8

    /// What the clients know: each number that they have used, with the order that was acknowledged for it, if one was.
    private struct Known: Sendable {
        var acknowledged: [String: String] = [:]
        var unanswered: Set<String> = []
    }

    @Test func nothingAcknowledgedIsLostByKill9() async throws {
        var random = Seeded()
        let folder = TestFolder()
        var known = Known()
        try await withHTTPClient { http in
            for round in 0..<Self.kills {
                let server = try await ImugiServer.sandbox(folder)
                let client = SignedClient(server, http: http)
                await retry(&known, client, random)
                await load(&known, server, client, round: round, killAfter: .random(in: 1...80, using: &random))
            }
            let server = try await ImugiServer.sandbox(folder)
            let client = SignedClient(server, http: http)
            await retry(&known, client, random)
            for (tradeNo, id) in known.acknowledged {
                #expect(await client.order(tradeNo).orderID == id, "\(random): \(tradeNo) was acknowledged as \(id)")
            }
            #expect(await client.ledgerHolds(), "\(random)")
            let history = await client.call("/api/v1/pay/order/history/", #"{"limit":1}"#)
            #expect(history.data?.text("total") == String(known.acknowledged.count), "\(random)")
            #expect(known.acknowledged.count > Self.kills, "\(random)")
            #expect(await server.process.terminate() == 0)
        }
    }

    /// Whoever lost an answer asks again: the payment is made now or was made then, and there is one order for it.
    private func retry(_ known: inout Known, _ client: SignedClient, _ random: Seeded) async {
        for tradeNo in known.unanswered {
            let id: String?
            if tradeNo.hasPrefix("out") {
                let answer = await client.payOut(tradeNo)
                #expect(answer.code == 1 || answer.code == 4_009, "\(random): \(tradeNo) \(answer)")
                id = answer.orderID
            } else if let url = await client.payURL(tradeNo) {
                #expect(await client.confirm(url)?.contains("&status=1&") == true, "\(random): \(tradeNo)")
                id = await client.order(tradeNo).orderID
            } else {
                // It was confirmed, so it cannot be applied for again.
                id = await client.order(tradeNo).orderID
            }
            #expect(id != nil, "\(random): \(tradeNo)")
            known.acknowledged[tradeNo] = id
        }
        known.unanswered = []
    }

    /// Pays from several tasks at once until so many payments were acknowledged, then kills.
    private func load(_ known: inout Known, _ server: ImugiServer, _ client: SignedClient, round: Int, killAfter: Int) async {
        let seen = Locked(Known())
        await withTaskGroup(of: Void.self) { group in
            for payer in 0..<Self.payers {
                group.addTask {
                    // The server is dead long before this ends.
                    for index in 0..<10_000 {
                        let tradeNo = "\(payer % 2 == 0 ? "out" : "in")_\(round)_\(payer)_\(index)"
                        seen.withLock { seen in _ = seen.unanswered.insert(tradeNo) }
                        guard let id = await Self.pay(tradeNo, client) else { return }
                        let count = seen.withLock { seen in
                            seen.unanswered.remove(tradeNo)
                            seen.acknowledged[tradeNo] = id
                            return seen.acknowledged.count
                        }
                        if count == killAfter { await server.process.kill() }
                    }
                }
            }
        }
        await server.process.kill()
        seen.withLock { seen in
            known.acknowledged.merge(seen.acknowledged) { first, _ in first }
            known.unanswered.formUnion(seen.unanswered)
        }
    }

    /// The order's number if it was acknowledged.
    private static func pay(_ tradeNo: String, _ client: SignedClient) async -> String? {
        if tradeNo.hasPrefix("out") { return await client.payOut(tradeNo).orderID }
        guard let url = await client.payURL(tradeNo), let redirect = await client.confirm(url) else { return nil }
        return redirect.split(separator: "&").first { $0.contains("id=") && !$0.contains("uid=") }
            .flatMap { $0.split(separator: "=").last.map(String.init) }
    }
}
