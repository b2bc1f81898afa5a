import AsyncHTTPClient
import Foundation
import NIOHTTP1
import PayWire
import TestSupport
import Testing

/// Several nodes on one database: whatever one of them has done the others know.
@Suite(.timeLimit(.minutes(3))) struct NodesTests {
    @Test func codesTokensSessionsAndTheClockAreEveryNodes() async throws {
        try await withHTTPClient { http in
            let database = try await TestDatabase()
            // Both find it empty, and both fill it.
            let nodes = try await SandboxNode.start(3, on: database, http)
            let (first, second, third) = (nodes[0].client, nodes[1].client, nodes[2].client)

            let url = try #require(await first.payURL("code", volume: "2"))
            #expect(await second.confirm(url)?.contains("&status=1&") == true)
            #expect(await first.confirm(url)?.contains("&status=1&") == true)
            let order = try #require(await third.order("code").order)
            #expect(await first.order("code").order == order && order["status"] == "1")

            let token = try await logIn(first, redeemedOn: second)
            let status = "/api/v1/token/status/"
            for node in nodes { #expect(await node.client.userCall(status, token: token).code == 1) }
            #expect(await third.userCall("/api/v1/login/logout/", token: token, "{}").code == 1)
            for node in nodes { #expect(await node.client.userCall(status, token: token).code == 11_020) }

            try await payByPage(nodes, http)

            // An app that is disabled, and the clock that is moved, are known to all before long.
            #expect(await first.control("/sandbox/clock/advance", #"{"seconds":100}"#).status == 200)
            #expect(await second.control("/sandbox/clock/advance", #"{"seconds":50}"#).status == 200)
            #expect(await first.control("/sandbox/apps/sandbox-cut-app", #"{"enabled":false}"#).status == 200)
            for node in nodes {
                let cut = SignedClient(node.server, app: "sandbox-cut-app", http: http)
                while await cut.order("none").code != 11_005, !Task.isCancelled { await Task.yield() }
                while await node.client.control("/sandbox/clock").json?.text("offset") != "150", !Task.isCancelled { await Task.yield() }
                #expect(await node.client.ledgerHolds())
            }
            // A node that comes later finds it all as it is.
            let late = try await SandboxNode.start(database.address, http)
            #expect(await late.client.control("/sandbox/clock").json?.text("offset") == "150")
            #expect(await late.client.order("code").order == order)
            for node in nodes + [late] { await node.stop() }
        }
    }

    @Test func callbacksAreDeliveredOnceByWhicheverNode() async throws {
        try await CallbackReceiver.run { receiver, url in
            try await withHTTPClient { http in
                let nodes = try await SandboxNode.start(2, on: TestDatabase(), http)
                #expect(await nodes[0].client.control("/sandbox/apps/sandbox-app", #"{"callback_url":"\#(url)"}"#).status == 200)
                await withTaskGroup(of: Void.self) { payers in
                    for payer in 0..<6 {
                        payers.addTask {
                            for number in 0..<10 { #expect(await nodes[payer % 2].client.payOut("paid_\(payer)_\(number)").code == 1) }
                        }
                    }
                }
                await receiver.wait(for: 60)
                let listing = "/sandbox/callbacks?app_id=sandbox-app"
                func attempts() async -> [JSONObject] { await nodes[1].client.control(listing).json?.objects("attempts") ?? [] }
                while await attempts().count < 60, !Task.isCancelled { await Task.yield() }
                #expect(await attempts().allSatisfy { $0.text("delivered") == "true" })
                // Nothing is due when the next attempt would be.
                #expect(await nodes[0].client.control("/sandbox/clock/advance", #"{"seconds":700}"#).status == 200)
                while await nodes[1].client.control("/sandbox/clock").json?.text("offset") != "700", !Task.isCancelled {
                    await Task.yield()
                }
                for node in nodes { await node.stop() }
                #expect(receiver.callbacks.count == 60)
                #expect(Set(receiver.callbacks.compactMap { $0.headers["webhook-id"].first }).count == 60)
            }
        }
    }

    @Test func aDisabledKeyWorksOnNoNodeASecondLater() async throws {
        try await withHTTPClient { http in
            let imugi = try await Operator(.postgres)
            try await imugi.run("migrate")
            try await imugi.run("company", "create", "acme", "--name", "Acme")
            try await imugi.run("app", "create", "shop", "--company", "acme")
            let key = try await imugi.json("key", "create", "shop")
            let (accessKey, secret) = (try #require(key.text("access_key")), try #require(key.text("secret_key")))
            let servers = [try await imugi.serve(), try await imugi.serve()]
            let clients = servers.map { SignedClient($0.url, app: "shop", accessKey: accessKey, secret: secret, http: http) }
            for client in clients { while await client.order("none").code != 11_027, !Task.isCancelled { await Task.yield() } }
            try await imugi.run("key", "disable", accessKey)
            let acknowledged = ContinuousClock.now
            for client in clients {
                var code: Int?
                while code != 11_009, !Task.isCancelled {
                    let asked = ContinuousClock.now
                    code = await client.order("none").code
                    // However slow this machine is: what was asked later than that must be refused.
                    #expect(code != 11_027 || asked - acknowledged < .seconds(1))
                }
            }
            for server in servers { #expect(await server.process.terminate() == 0) }
            #expect(try await imugi.run("audit").contains("The ledger holds."))
        }
    }

    @Test func anEmptyDatabaseIsServedOnceItIsMigratedByWhomeverAndHoweverMany() async throws {
        let imugi = try await Operator(.postgres)
        let serve = ["serve", "--port", "0", "--public-url", "http://127.0.0.1:18080"]
        let refused = try await ImugiProcess.run(serve, environment: imugi.environment)
        #expect(refused.status == 1 && refused.errors.contains("imugi migrate --database"), "\(refused.errors)")

        let stranger = try await Operator(.postgres)
        let strange = imugi.environment.merging(stranger.environment.filter { $0.key == "IMUGI_MASTER_KEY" }) { $1 }
        let ends = try await withThrowingTaskGroup(of: (isStranger: Bool, ImugiProcess.Result).self) { group in
            for environment in [imugi.environment, strange, imugi.environment, strange] {
                group.addTask { (environment == strange, try await ImugiProcess.run(["migrate"], environment: environment)) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        // Whoever was first has made it, under the own key.
        for isStranger in [false, true] {
            let statuses = Set(ends.filter { $0.isStranger == isStranger }.map(\.1.status))
            #expect(statuses == [0] || statuses == [1], "\(ends)")
        }
        #expect(Set(ends.map(\.1.status)) == [0, 1], "\(ends)")
        for (_, end) in ends where end.status == 1 { #expect(end.errors.contains("Wrong master key"), "\(end.errors)") }
        let keys = ends.contains { !$0.isStranger && $0.1.status == 0 } ? imugi.environment : strange
        let server = try await ImugiServer.start(serve, environment: keys)
        #expect(await server.process.terminate() == 0)
    }

    // MARK: - Steps

    /// Has Alice sign in to the app on one node, and the app redeem her code on another.
    private func logIn(_ node: SignedClient, redeemedOn other: SignedClient) async throws -> String {
        let application =
            #"{"app_id":"sandbox-app","uid":1000000,"scopes":"1,7","state":"state000","device":"device00","#
            + #""redirect_url":"https://example.com/in","action":"approve"}"#
        let redirect = try #require(await node.control("/sandbox/login", application).json?.text("redirect_url"))
        let code = try #require(redirect.firstMatch(of: /[?&]code=([^&]+)/)?.1)
        let redemption =
            #"{"code":"\#(code)","app_id":"sandbox-app","scopes":"1,7","state":"state000","device":"device00"}"#
        let login = await other.call("/api/v1/login/do/", redemption)
        #expect(await node.call("/api/v1/login/do/", redemption).code != 1, "a code works once")
        // The second try has ended what the first began.
        let again = try #require(await node.control("/sandbox/login", application).json?.text("redirect_url"))
        let fresh = try #require(again.firstMatch(of: /[?&]code=([^&]+)/)?.1)
        #expect(login.code == 1, "\(login)")
        let answer = await other.call("/api/v1/login/do/", redemption.replacing(code, with: fresh))
        return try #require(answer.data?.text("access_token"))
    }

    /// Has Bob sign in on one node's page, look at the payment on another's, and confirm it on a third's.
    private func payByPage(_ nodes: [SandboxNode], _ http: HTTPClient) async throws {
        let browser = PageBrowser(http)
        let url = try #require(await nodes[0].client.payURL("page", volume: "3"))
        let signIn = try await browser.open(url, on: nodes[0].server)
        let signedIn = try await browser.press(
            "sign_in", on: signIn, [("login", "bob"), ("password", "bob-password")], to: nodes[1].server)
        #expect(signedIn.status == 303)
        let payment = try await browser.open(try #require(signedIn.location), on: nodes[2].server)
        let paid = try await browser.press("confirm", on: payment, [("trade_password", "123456")], to: nodes[0].server)
        #expect(paid.status == 303 && paid.location?.contains("&status=1&") == true, "\(paid)")
        #expect(await nodes[1].client.order("page").data?.text("volume") == "3")
    }
}
