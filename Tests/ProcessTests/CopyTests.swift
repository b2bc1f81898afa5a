import AsyncHTTPClient
import Foundation
import PayWire
import TestSupport
import Testing

/// `imugi copy` from a data folder into PostgreSQL and back, with payments on every side.
@Suite(.timeLimit(.minutes(5))) struct CopyTests {
    @Test func aPlatformOfRealUseMovesToPostgreSQLAndBack() async throws {
        try await withHTTPClient { http in
            let imugi = try await Operator()
            let client = try await Self.platform(imugi)
            let (database, back) = (try await Self.database(), TestFolder())
            let (folder, other) = ("sqlite:\(imugi.folder.path)", ["IMUGI_DATA": "", "IMUGI_DATABASE": database])
            #expect(try await Self.pay(imugi, client, http, ["a", "b"]) == ["1", "1"])
            let head = try await imugi.json("audit").text("chain_head")

            // A wrong key, a wrong place, and one that is in use.
            let key = try #require(try await Operator().environment["IMUGI_MASTER_KEY"])
            let wrong = try await imugi.refusal("copy", "--from", folder, "--to", database, environment: ["IMUGI_MASTER_KEY": key])
            #expect(wrong.contains("Wrong master key"))
            #expect(try await imugi.refusal("copy", "--from", imugi.folder.path, "--to", database).contains("--from must be sqlite:DIR"))
            #expect(try await imugi.refusal("copy", "--from", "sqlite:/nowhere", "--to", database).contains("no platform in /nowhere"))
            let server = try await imugi.serve()
            #expect(try await imugi.refusal("copy", "--from", folder, "--to", database).contains("Another imugi runs"))
            #expect(await server.process.terminate() == 0)

            let there = try await imugi.json("copy", "--from", folder, "--to", database)
            #expect(there.text("chain_head") == head && there.text("purpose") == "serve")
            #expect(try await imugi.json("audit", environment: other).text("chain_head") == head)
            #expect(try await Self.pay(imugi, client, http, ["c"], environment: other) == ["1"])
            // Each is answered from what the folder held.
            #expect(try await Self.pay(imugi, client, http, ["a"], environment: other) == ["1"])
            #expect(try await imugi.refusal("copy", "--from", folder, "--to", database).contains("There is a platform in the target"))

            let here = try await imugi.json("copy", "--from", database, "--to", "sqlite:\(back.path)")
            let last = ["IMUGI_DATA": back.path]
            #expect(try await imugi.json("audit", environment: last).text("chain_head") == here.text("chain_head"))
            #expect(here.text("chain_head") != head)
            #expect(try await Self.pay(imugi, client, http, ["d"], environment: last) == ["1"])
            let audit = try await imugi.json("audit", environment: last)
            #expect(audit.text("holds") == "true" && audit.text("transactions") == "5")
            let user = try await imugi.json("user", "show", "--name", "alice", environment: last)
            #expect(user.objects("balances").first?.text("total") == "4")
        }
    }

    @Test func aCopyThatIsKilledAgainAndAgainGoesOn() async throws {
        let (folder, back) = (TestFolder(), TestFolder())
        let database = try await Self.database()
        let key = ["IMUGI_MASTER_KEY": try #require(try await Operator().environment["IMUGI_MASTER_KEY"])]
        try await withHTTPClient { http in
            let server = try await ImugiServer.sandbox(folder)
            let client = SignedClient(server, http: http)
            for index in 0..<40 { _ = try #require(await client.payOut("k_\(index)").orderID) }
            #expect(await server.process.terminate() == 0)
            for (from, to, serving) in [
                ("sqlite:\(folder.path)", database, ["--database", database]), (database, "sqlite:\(back.path)", ["--data", back.path]),
            ] {
                var (kills, refusals) = (0, 0)
                while true {
                    let copy = try SteppedCommand(["copy", "--from", from, "--to", to])
                    guard await copy.shows(kills) else {
                        #expect(await copy.status() == 0)
                        break
                    }
                    await copy.kill()
                    kills += 1
                    // Whatever is there, it is no platform of real use.
                    let audit = try await ImugiProcess.run(["audit"] + serving, environment: key)
                    #expect(audit.status == 1)
                    if audit.errors.contains("Repeat imugi copy") { refusals += 1 }
                }
                #expect(kills > 5 && refusals > 3)
                let served = try await ImugiServer.start(["sandbox", "--port", "0"] + serving)
                let client = SignedClient(served, http: http)
                for index in 0..<40 { #expect(await client.order("k_\(index)").data?.text("status") == "1") }
                #expect(await client.payOut("on_\(serving[0].dropFirst(2))").code == 1)
                #expect(await client.ledgerHolds())
                #expect(await served.process.terminate() == 0)
            }
        }
    }

    @Test func theHelpSaysWhatMustBeDone() async throws {
        let help = try await ImugiProcess.run(["copy", "--help"]).output
        for words in ["Stop every imugi on the source first", "goes on where it was", "--from", "--to", "sqlite:DIR"] {
            #expect(help.contains(words), "\(help)")
        }
    }

    private static func database() async throws -> String {
        let server = try await PostgresServer.shared.value
        let name = "moved_\(UUID().uuidString.prefix(8).lowercased())"
        try await server.makeDatabase(name)
        return server.address(database: name)
    }

    /// A shop that pays out to Alice, in the operator's folder. The client's address is not one yet.
    private static func platform(_ imugi: Operator) async throws -> (key: String, secret: String, uid: Int) {
        try await imugi.run("migrate")
        try await imugi.run("coin", "create", "usdt", "--digits", "6")
        try await imugi.run("company", "create", "acme", "--name", "Acme")
        let app = try await imugi.json("app", "create", "shop", "--company", "acme", "--coin", "usdt")
        let key = try await imugi.json("key", "create", "shop")
        let user = try await imugi.json("user", "create", "--name", "alice", "--no-password")
        try await imugi.run(
            "deposit", "--uid", try #require(app.text("admin_uid")), "--coin", "usdt", "--volume", "100", "--reference", "bank-1")
        return (
            try #require(key.text("access_key")), try #require(key.text("secret_key")), try #require(user.text("uid").flatMap { Int($0) })
        )
    }

    /// Pays 1 for each number on a server that runs meanwhile.
    ///
    /// - Returns: the statuses of their orders.
    private static func pay(
        _ imugi: Operator, _ shop: (key: String, secret: String, uid: Int), _ http: HTTPClient, _ numbers: [String],
        environment: [String: String] = [:]
    ) async throws -> [String?] {
        let server = try await imugi.serve(environment: environment)
        let client = SignedClient(server.url, app: "shop", accessKey: shop.key, secret: shop.secret, http: http)
        var statuses: [String?] = []
        for number in numbers { statuses.append(await client.payOut(number, uid: shop.uid, volume: "1").data?.text("status")) }
        #expect(await server.process.terminate() == 0)
        return statuses
    }
}
