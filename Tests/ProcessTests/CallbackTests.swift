import Crypto
import NIOHTTP1
import PayWire
import Testing

/// Callbacks from the built server to a merchant's server on loopback, with the platform's clock moved (protocol, 5.3 and section 9).
@Suite(.timeLimit(.minutes(2))) struct CallbackTests {
    private static let setURL = "/sandbox/apps/sandbox-app"

    @Test(arguments: Engine.allCases) func theScheduleRunsToItsEndAndOutlivesAKill(_ engine: Engine) async throws {
        try await CallbackReceiver.run { receiver, url in
            try await withHTTPClient { http in
                let place = try await engine.newPlace()
                receiver.answer(.internalServerError)
                var server = try await ImugiServer.sandbox(place)
                var client = SignedClient(server, http: http)
                #expect(await client.control(Self.setURL, #"{"callback_url":"\#(url)"}"#).status == 200)
                #expect(await client.payOut("called").code == 1)
                await receiver.wait(for: 1)
                for count in 2...4 {
                    await advance(client, 600, whenAttemptsAre: count - 1)
                    await receiver.wait(for: count)
                }
                // Killed, with the next attempt due before the restart: the moved clock is kept, and the callback too.
                await attempts(client, 4)
                await server.process.kill()
                server = try await ImugiServer.sandbox(place)
                client = SignedClient(server, http: http)
                await advance(client, 600, whenAttemptsAre: 4)
                await receiver.wait(for: 5)

                // Past the end of the 36 hours one late attempt is made, and then none.
                await advance(client, 36 * 3_600, whenAttemptsAre: 5)
                await receiver.wait(for: 6)
                await attempts(client, 6)
                let last = await client.control("/sandbox/callbacks?app_id=sandbox-app&trade_no=called").json?.objects("attempts").last
                #expect(last?["next_attempt"] == .null)
                #expect(last?.text("status") == "500")

                // A redo sends it again, and now it is taken.
                receiver.answer(.ok)
                let ahead = try #require(await client.control("/sandbox/clock").json?.text("offset").flatMap { Int64($0) })
                #expect(await client.call("/api/v1/pay/callback/redo/", #"{"trade_no":"called"}"#, ahead: ahead).code == 1)
                await receiver.wait(for: 7)
                await attempts(client, 7)
                let delivered = await client.control("/sandbox/callbacks?app_id=sandbox-app&trade_no=called").json?.objects("attempts").last
                #expect(delivered?.text("delivered") == "true")
                try check(receiver.callbacks)
                #expect(await client.ledgerHolds())
                #expect(await server.process.terminate() == 0)
            }
        }
    }

    /// An attempt is listed once it is recorded, which is after its receiver has seen it.
    private func attempts(_ client: SignedClient, _ count: Int) async {
        while await client.control("/sandbox/callbacks?app_id=sandbox-app&trade_no=called").json?.objects("attempts").count ?? 0 < count {
            await Task.yield()
        }
    }

    private func advance(_ client: SignedClient, _ seconds: Int, whenAttemptsAre count: Int) async {
        await attempts(client, count)
        #expect(await client.control("/sandbox/clock/advance", #"{"seconds":\#(seconds)}"#).status == 200)
    }

    /// One id and one body for all attempts, and both signatures right over the bytes as they came.
    private func check(_ callbacks: [CallbackReceiver.Callback]) throws {
        #expect(Set(callbacks.map(\.body)).count == 1)
        let first = try JSONObject(parsing: try #require(callbacks.first).body)
        let name = "order-\(try #require(first.text("id")))"
        #expect(Set(callbacks.compactMap { $0.headers["webhook-id"].first }) == [name])
        let secret = Array(SHA256.hash(data: Array("sandbox-app-callback-secret".utf8)))
        for callback in callbacks {
            let time = try #require(callback.headers["dragonex-ts"].first.flatMap { Int64($0) })
            let tag = try #require(callback.headers["dragonex-sign"].first)
            #expect(AnswerSignature.isValid(tag: tag, body: callback.body, time: time, checkKey: "sandbox-app-check-key"))
            let strong = try #require(callback.headers["webhook-signature"].first)
            #expect(WebhookSignature.isValid(strong, id: name, time: time, body: callback.body, secret: secret))
            #expect(callback.headers["webhook-timestamp"] == [String(time)])
        }
        #expect(
            first.members.map(\.name) == [
                "id", "uid", "coin_code", "volume", "cut_volume", "trans_no", "trade_no", "direction", "status", "order_type",
                "arrive_time",
            ]
        )
        #expect(first.text("trade_no") == "called" && first.text("status") == "1")
    }
}
