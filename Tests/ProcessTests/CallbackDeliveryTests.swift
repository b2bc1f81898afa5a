import NIOHTTP1
import PayWire
import Testing

/// Delivery by the built server to receivers on loopback that hang, and through kills at the worst moment (hazards, faults 4, 29 and 34).
@Suite(.timeLimit(.minutes(3))) struct CallbackDeliveryTests {
    /// Forty deliveries of one app hang, and one of another arrives while they do: not one of them has ended, which takes 15 seconds.
    @Test(arguments: Engine.allCases) func anAppWhoseReceiverHangsDelaysNoOther(_ engine: Engine) async throws {
        try await CallbackReceiver.run { dead, deadURL in
            try await CallbackReceiver.run { alive, aliveURL in
                try await withHTTPClient { http in
                    let server = try await ImugiServer.sandbox(engine.newPlace())
                    let shop = SignedClient(server, http: http)
                    let other = SignedClient(server, app: "sandbox-cut-app", http: http)
                    dead.hang()
                    for number in 0..<40 { #expect(await shop.payOut("hangs_\(number)").code == 1) }
                    await setURL(aliveURL, of: other)
                    await setURL(deadURL, of: shop)
                    await dead.wait(for: 1)
                    #expect(await other.payOut("arrives").code == 1)
                    await alive.wait(for: 1)
                    #expect(await attempts(shop).isEmpty)
                    #expect(await server.process.terminate() == 0)
                    // The hanging ones were called off by the stop: they are due again, and no attempt is on record.
                }
            }
        }
    }

    /// The receiver has answered 200, and the process is killed before that is on record: the callback comes again, the same to the byte.
    @Test(arguments: Engine.allCases) func aKillBetweenTheAnswerAndItsRecordRepeatsTheCallback(_ engine: Engine) async throws {
        let place = try await engine.newPlace()
        var repeated = 0
        try await CallbackReceiver.run { receiver, url in
            try await withHTTPClient { http in
                // Where it is moved below, the clock must stay near the one that calls are signed by.
                for round in 0..<(engine == .sqlite ? 10 : 4) {
                    let server = try await ImugiServer.sandbox(place)
                    let client = SignedClient(server, http: http)
                    await setURL(url, of: client)
                    let before = receiver.callbacks.count
                    let process = server.process
                    receiver.whenAnswered { process.killSoon() }
                    _ = await client.payOut("killed_\(round)")
                    await receiver.wait(for: before + 1)
                    await server.process.kill()
                    receiver.whenAnswered(nil)

                    let again = try await ImugiServer.sandbox(place)
                    let second = SignedClient(again, http: http)
                    if engine == .postgres {
                        // Nobody can tell that the other node is dead, so what it has claimed is its own for a minute.
                        #expect(await second.control("/sandbox/clock/advance", #"{"seconds":60}"#).status == 200)
                    }
                    if await isDelivered("killed_\(round)", second) {
                        #expect(receiver.callbacks.count >= before + 1)
                    }
                    let sent = receiver.callbacks.dropFirst(before)
                    #expect(Set(sent.map(\.body)).count == 1, "round \(round)")
                    #expect(Set(sent.compactMap { $0.headers["webhook-id"].first }).count == 1, "round \(round)")
                    repeated += sent.count > 1 ? 1 : 0
                    #expect(await second.ledgerHolds())
                    #expect(await again.process.terminate() == 0)
                }
            }
        }
        #expect(repeated > 0)
    }

    /// Whatever was paid while nobody took callbacks arrives after a restart, each once, and none is lost.
    @Test(arguments: Engine.allCases) func aBacklogOutlivesARestartAndDrains(_ engine: Engine) async throws {
        let place = try await engine.newPlace()
        try await CallbackReceiver.run { receiver, url in
            try await withHTTPClient { http in
                let server = try await ImugiServer.sandbox(place)
                let client = SignedClient(server, http: http)
                await withTaskGroup(of: Void.self) { payers in
                    for payer in 0..<8 {
                        payers.addTask {
                            for number in 0..<25 { #expect(await client.payOut("waits_\(payer)_\(number)").code == 1) }
                        }
                    }
                }
                #expect(await server.process.terminate() == 0)

                let again = try await ImugiServer.sandbox(place)
                let second = SignedClient(again, http: http)
                await setURL(url, of: second)
                await receiver.wait(for: 200)
                while await attempts(second).count < 200, !Task.isCancelled { await Task.yield() }
                #expect(Set(receiver.callbacks.compactMap { $0.headers["webhook-id"].first }).count == 200)
                #expect(receiver.callbacks.count == 200)
                #expect(await again.process.terminate() == 0)
            }
        }
    }

    /// The process is suspended while its attempts are at the receiver, which answers meanwhile (fault 39): they count, and none is repeated.
    @Test(arguments: Engine.allCases) func aSuspendedProcessRepeatsNothing(_ engine: Engine) async throws {
        try await CallbackReceiver.run { receiver, url in
            try await withHTTPClient { http in
                let server = try await ImugiServer.sandbox(engine.newPlace())
                let client = SignedClient(server, http: http)
                let process = server.process
                let suspended = AsyncStream<Void>.makeStream()
                receiver.whenAnswered {
                    process.suspend()
                    suspended.continuation.yield()
                }
                await setURL(url, of: client)
                var suspensions = suspended.stream.makeAsyncIterator()
                for number in 0..<5 {
                    let call = Task { await client.payOut("suspended_\(number)") }
                    await suspensions.next()
                    process.resume()
                    #expect(await call.value.code == 1)
                    while await attempts(client, "suspended_\(number)").isEmpty, !Task.isCancelled { await Task.yield() }
                }
                receiver.whenAnswered(nil)
                #expect(receiver.callbacks.count == 5)
                #expect(await attempts(client).allSatisfy { $0.text("delivered") == "true" && $0.text("superseded") == "false" })
                #expect(await server.process.terminate() == 0)
            }
        }
    }

    /// After an hour without a success `/ready` and the metrics name the app, the log tells of it once, and a success ends it.
    @Test(arguments: Engine.allCases) func anAppThatFailsForAnHourIsTold(_ engine: Engine) async throws {
        try await CallbackReceiver.run { receiver, url in
            try await withHTTPClient { http in
                let server = try await ImugiServer.sandbox(engine.newPlace())
                let client = SignedClient(server, http: http)
                receiver.answer(.serviceUnavailable)
                await setURL(url, of: client)
                #expect(await client.payOut("fails").code == 1)
                for count in 1...8 {
                    while await attempts(client).count < count { await Task.yield() }
                    #expect(await failingApps(client) == (count <= 6 ? [] : ["sandbox-app"]))
                    #expect(await client.control("/sandbox/clock/advance", #"{"seconds":600}"#).status == 200)
                }
                let told = "No callback of an app has arrived for an hour."
                #expect(server.process.log.split(separator: told, omittingEmptySubsequences: false).count == 2)
                // Without a callback URL nothing is tried.
                await setURL("", of: client)
                #expect(await failingApps(client) == [])
                await setURL(url, of: client)
                #expect(await failingApps(client) == ["sandbox-app"])
                receiver.answer(.ok)
                while await attempts(client).last?.text("delivered") != "true" {
                    #expect(await client.control("/sandbox/clock/advance", #"{"seconds":600}"#).status == 200)
                }
                #expect(await failingApps(client) == [])
                #expect(await server.process.terminate() == 0)
            }
        }
    }

    /// Attempts are kept for 30 days; whether their callback has arrived is known for ever.
    @Test(arguments: Engine.allCases) func oldAttemptsAreForgotten(_ engine: Engine) async throws {
        let place = try await engine.newPlace()
        try await CallbackReceiver.run { receiver, url in
            try await withHTTPClient { http in
                let server = try await ImugiServer.sandbox(place)
                let client = SignedClient(server, http: http)
                await setURL(url, of: client)
                #expect(await client.payOut("old").code == 1)
                #expect(await isDelivered("old", client))
                #expect(await client.control("/sandbox/clock/advance", "{\"seconds\":\(31 * 86_400)}").status == 200)
                #expect(await server.process.terminate() == 0)

                let again = try await ImugiServer.sandbox(place)
                let second = SignedClient(again, http: http)
                while await !attempts(second, "old").isEmpty, !Task.isCancelled { await Task.yield() }
                #expect(receiver.callbacks.count == 1)
                #expect(await second.ledgerHolds())
                #expect(await again.process.terminate() == 0)
            }
        }
    }

    private func failingApps(_ client: SignedClient) async -> [String?] {
        let details = await client.control("/ready").json?.object("details")
        return details?.object("callbacks")?.objects("failing_apps").map { $0.text("app_id") } ?? ["no answer"]
    }

    private func setURL(_ url: String, of client: SignedClient) async {
        #expect(await client.control("/sandbox/apps/\(client.app)", #"{"callback_url":"\#(url)"}"#).status == 200)
    }

    private func attempts(_ client: SignedClient, _ tradeNo: String = "") async -> [JSONObject] {
        await client.control("/sandbox/callbacks?app_id=\(client.app)&trade_no=\(tradeNo)").json?.objects("attempts") ?? []
    }

    /// Returns when it is on record that the callback was taken; `false` if there is no such order.
    private func isDelivered(_ tradeNo: String, _ client: SignedClient) async -> Bool {
        guard await client.order(tradeNo).code == 1 else { return false }
        while await attempts(client, tradeNo).last?.text("delivered") != "true", !Task.isCancelled { await Task.yield() }
        return true
    }
}
