import Testing

/// The faults that a sandbox makes when it is asked to (protocol, section 9).
@Suite(.timeLimit(.minutes(2))) struct FaultTests {
    @Test(arguments: Engine.allCases) func everyFaultDoesWhatItSays(_ engine: Engine) async throws {
        try await withHTTPClient { http in
            let server = try await ImugiServer.sandbox(engine.newPlace())
            let client = SignedClient(server, http: http)
            func fault(_ kind: String) async {
                let answer = await client.control(
                    "/sandbox/faults", #"{"path":"\#(SignedClient.payOut)","kind":"\#(kind)","count":1}"#
                )
                #expect(answer.status == 200)
            }
            await fault("http_500_after")
            #expect(await client.payOut("after").status == 500)
            #expect(await client.order("after").data?.text("status") == "1")
            let repeated = await client.payOut("after")
            #expect(repeated.code == 4_009 && repeated.orderID != nil)

            await fault("http_500_before")
            #expect(await client.payOut("before").status == 500)
            #expect(await client.order("before").code == 11_027)

            await fault("drop_connection_after")
            #expect(await client.payOut("dropped").status == nil)
            #expect(await client.order("dropped").data?.text("status") == "1")

            await fault("delay_ms:50")
            #expect(await client.payOut("late").code == 1)
            #expect(await client.payOut("next").code == 1)
            #expect(await client.control("/sandbox/faults", #"{"path":"/x","kind":"explode","count":1}"#).status == 400)
            #expect(await client.ledgerHolds())
            #expect(await server.process.terminate() == 0)
        }
    }
}
