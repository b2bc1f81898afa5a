import TestSupport
import Testing

/// A database that refuses transactions because of others that run at the same time.
@Suite(.timeLimit(.minutes(3))) struct StormTests {
    @Test func aStormOfSerializationFailuresAndDeadlocksIsRiddenOut() async throws {
        let traffic = Traffic(Seeded())
        var random = traffic.seed
        let salt = Int32.random(in: .min ... .max, using: &random)
        let database = try await TestDatabase()
        try await withHTTPClient { http in
            let nodes = try await SandboxNode.start(2, on: database, http)
            try await database.withPeer { peer in
                // What a sequence has given is not taken back with the transaction, so that each attempt has its own luck.
                try await peer.run(
                    "CREATE SEQUENCE storm_rolls", Self.storm(when: "hashint8(nextval('storm_rolls') # \(salt)) & 7 = 0"),
                    "CREATE TRIGGER storm BEFORE INSERT ON orders EXECUTE FUNCTION storm()",
                    "CREATE TRIGGER storm BEFORE INSERT ON posting EXECUTE FUNCTION storm()")
                try await traffic.flow(over: nodes.map(\.client)) { await traffic.flows(120) }
                #expect(traffic.failures == [:], "\(traffic.seed)")
                #expect(try await peer.number("SELECT last_value FROM storm_rolls") ?? 0 > 20)

                // One that never ends.
                try await peer.run(Self.storm(when: "true"))
                #expect(await nodes[0].client.payOut("in_the_storm", coin: "dt").failure == "500/2")
                #expect(await nodes[0].isReady)
                try await peer.run(Self.storm(when: "false"))
            }
            #expect(await nodes[1].client.order("in_the_storm").code == 11_027)
            #expect(await nodes[0].client.payOut("in_the_storm", coin: "dt").code == 1)
            await traffic.settle(on: nodes[0].client)
            await traffic.check(on: nodes[1].client)
            for node in nodes { await node.stop() }
        }
    }

    private static func storm(when condition: String) -> String {
        """
        CREATE OR REPLACE FUNCTION storm() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF \(condition) THEN
                IF TG_RELNAME = 'orders' THEN RAISE EXCEPTION 'storm' USING ERRCODE = '40001';
                ELSE RAISE EXCEPTION 'storm' USING ERRCODE = '40P01'; END IF;
            END IF;
            RETURN NULL;
        END $$
        """
    }
}
