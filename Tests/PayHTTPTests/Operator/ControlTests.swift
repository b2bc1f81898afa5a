import Foundation
import Logging
import NIOCore
import NIOPosix
import PayCore
import PayDomain
import PayServer
import Testing

@Suite struct ControlTests {
    /// Serves a platform's operators on a socket while `body` runs.
    private func withServer(_ platform: OperatorFixture, at path: String, _ body: () async throws -> Void) async throws {
        let (listening, listen) = AsyncStream.makeStream(of: Void.self)
        let server = ControlServer(
            operators: platform.operators, socketPath: path, logger: .silent, whenListening: { listen.finish() }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { listen.finish() }
                do {
                    try await server.run()
                } catch is CancellationError {
                    // That is how the test ends it.
                }
            }
            for await _ in listening {}
            try await body()
            group.cancelAll()
        }
    }

    private func mode(_ path: String) throws -> Int? {
        (try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue
    }

    @Test func requestsGoThroughTheSocket() async throws {
        try await OperatorFixture.run { (platform) async throws in
            let path = "\(platform.folder)/control.sock"
            let client = ControlClient(socketPath: path)
            #expect(try await client.perform(.listCoins) == nil)
            try await withServer(platform, at: path) { () async throws in
                #expect(try mode(path) == 0o600)
                let request = OperatorRequest.createCoin(CreateCoin.Request(coinCode: "usdt", fractionDigits: 6))
                guard case .coin(let coin)? = try await client.perform(request) else {
                    Issue.record("a coin answers")
                    return
                }
                #expect(coin.coinCode == "usdt" && coin.fractionDigits == 6)
                #expect(platform.platform.directory.current.coinsByCode["usdt"] != nil)

                // A refusal comes through as it was thrown.
                let here = await platform.refusal(request)
                await #expect(throws: here) { try await client.perform(request) }
            }
            #expect(!FileManager.default.fileExists(atPath: path))
            #expect(try await client.perform(.listCoins) == nil)
        }
    }

    @Test func everyReplyComesThroughAsItIs() async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp(limits: AppCoinInput(coinCode: "usdt", dailyLimit: "1000", reviewAbove: "1"))
            try await platform.perform(platform.deposit("100", to: "shop-manager", reference: "in"))
            _ = try await platform.payAlice("5", tradeNo: "t1")
            let path = "\(platform.folder)/control.sock"
            try await withServer(platform, at: path) { () async throws in
                let requests: [OperatorRequest] = [
                    .listCompanies, .listApps, .showApp(ShowApp.Request(appID: "shop", withSecrets: true)), .listKeys(appID: nil),
                    .listCoins,
                    .listUsers(limit: 2), .showUser(UserSelector(name: "shop-manager")), .listReviews(limit: 5), .auditLedger,
                    platform.deposit("100", to: "shop-manager", reference: "in"),
                ]
                for request in requests {
                    let there = try #require(try await ControlClient(socketPath: path).perform(request))
                    let here = try await platform.operators.perform(request)
                    #expect(try there.json() == here.json())
                    #expect(there.text == here.text)
                }
            }
        }
    }

    @Test func aDeadServersSocketIsReplaced() async throws {
        try await OperatorFixture.run { (platform) async throws in
            let path = "\(platform.folder)/control.sock"
            // A socket that is closed in good order takes its file along, unless the file has another name by then.
            let dead = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).bind(unixDomainSocketPath: "\(path).old")
                .get()
            try FileManager.default.moveItem(atPath: "\(path).old", toPath: path)
            try await dead.close()
            #expect(FileManager.default.fileExists(atPath: path))
            #expect(try await ControlClient(socketPath: path).perform(.listCoins) == nil)
            try await withServer(platform, at: path) { () async throws in
                #expect(try await ControlClient(socketPath: path).perform(.listCoins) != nil)
            }
        }
    }

    @Test func aLiveServersSocketIsLeftAlone() async throws {
        try await OperatorFixture.run { (platform) async throws in
            let path = "\(platform.folder)/control.sock"
            try await withServer(platform, at: path) { () async throws in
                let second = ControlServer(operators: platform.operators, socketPath: path, logger: .silent)
                await #expect(throws: ControlSocketError.inUse(path: path)) { try await second.run() }
                #expect(try await ControlClient(socketPath: path).perform(.listCoins) != nil)
            }
        }
    }

    @Test func aServerThatIsNoneIsToldApart() async throws {
        let folder = TestFolder()
        try folder.make()
        defer { folder.remove() }
        let path = "\(folder.path)/control.sock"
        // It takes the request, never answers, and hangs up.
        let rude = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(HangUp()) }
            }
            .bind(unixDomainSocketPath: path).get()
        let error = await #expect(throws: ControlSocketError.self) { try await ControlClient(socketPath: path).perform(.listCoins) }
        guard case .answerLost = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        try await rude.close()
        let file = try folder.write("x", to: "file")
        #expect(try await ControlClient(socketPath: file).perform(.listCoins) == nil)
    }

    private final class HangUp: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer

        func channelRead(context: ChannelHandlerContext, data: NIOAny) { context.close(promise: nil) }
    }
}

@Suite struct OperatorGatewayTests {
    private func settings(_ folder: TestFolder, _ key: MasterKey) throws -> ServeSettings {
        try ServeSettings(
            SettingSources(arguments: [.data: folder.path], environment: ["IMUGI_MASTER_KEY": key.text]), for: .operating
        )
    }

    @Test func worksOnTheFolderWhileNoServerRuns() async throws {
        let folder = TestFolder()
        defer { folder.remove() }
        let settings = try settings(folder, .generate())
        await #expect(throws: DataFolderError.empty(folder: folder.path)) {
            try await OperatorGateway.perform(.listCoins, settings: settings, logger: .silent)
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path))

        #expect(try await MigratePlatform.run(settings, logger: .silent).isNew)
        #expect(try await !MigratePlatform.run(settings, logger: .silent).isNew)
        let request = OperatorRequest.createCoin(CreateCoin.Request(coinCode: "usdt", fractionDigits: 6))
        _ = try await OperatorGateway.perform(request, settings: settings, logger: .silent)
        // The folder was let go of, after a refusal too.
        await #expect(throws: OperatorRefusal.self) { try await OperatorGateway.perform(request, settings: settings, logger: .silent) }
        guard case .coins(let coins) = try await OperatorGateway.perform(.listCoins, settings: settings, logger: .silent) else { return }
        #expect(coins.map(\.coinCode) == ["usdt"])

        let other = try self.settings(folder, .generate())
        let error = await #expect(throws: (any Error).self) {
            try await OperatorGateway.perform(.listCoins, settings: other, logger: .silent)
        }
        #expect(error.map { "\($0)" }?.hasPrefix("Wrong master key") == true)
    }

    /// Each waits for its turn on the folder.
    @Test func commandsAtTheSameTimeAllComeThrough() async throws {
        let folder = TestFolder()
        defer { folder.remove() }
        let settings = try settings(folder, .generate())
        _ = try await MigratePlatform.run(settings, logger: .silent)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<4 {
                group.addTask {
                    let request = OperatorRequest.createCoin(CreateCoin.Request(coinCode: "c\(index)", fractionDigits: 2))
                    _ = try await OperatorGateway.perform(request, settings: settings, logger: .silent, patience: 600)
                }
            }
            try await group.waitForAll()
        }
        guard case .coins(let coins) = try await OperatorGateway.perform(.listCoins, settings: settings, logger: .silent) else { return }
        #expect(Set(coins.map(\.coinCode)) == ["c0", "c1", "c2", "c3"] && Set(coins.map(\.coinID)) == [1, 2, 3, 4])
    }
}
