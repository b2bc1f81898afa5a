import Foundation
import Logging
import PayCore
import PayDomain
import PayLedger
import PayServer
import PayStoreSQLite
import PayWire
import Testing

/// A platform of real use on a folder of its own, with an operator at hand.
struct OperatorFixture: Sendable {
    let folder: String
    let platform: Platform
    let operators: OperatorService

    /// Runs `body` against a fresh platform and takes it away afterwards.
    static func run(_ body: (OperatorFixture) async throws -> Void) async throws {
        let folder = TestFolder()
        defer { folder.remove() }
        let cost = try #require(ScryptPasswordHasher.Cost(logN: 1, blockSize: 1, parallelism: 1))
        let settings = PlatformSettings(publicURL: "https://pay.example.com", domains: [])
        let running = try await RunningPlatform.open(
            at: .folder(folder.path), for: .serve, migrates: true, masterKey: .generate(), passwordCost: cost, clock: SystemClock(),
            settings: settings, logger: .silent
        )
        let operators = OperatorService(platform: running.platform, rules: .wire(settings))
        try await body(OperatorFixture(folder: folder.path, platform: running.platform, operators: operators))
        try await running.close()
    }

    /// The reply to a request as JSON, for its members to be looked at.
    @discardableResult
    func perform(_ request: OperatorRequest) async throws -> [String: any Sendable] {
        let data = Data(try await operators.perform(request).json().utf8)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: any Sendable])
    }

    /// The refusal of a request that must be refused.
    func refusal(_ request: OperatorRequest, _ location: SourceLocation = #_sourceLocation) async -> OperatorRefusal {
        do {
            let reply = try await operators.perform(request)
            Issue.record("not refused: \(reply)", sourceLocation: location)
        } catch let refusal as OperatorRefusal {
            return refusal
        } catch {
            Issue.record("\(error)", sourceLocation: location)
        }
        return OperatorRefusal(.ok, "not refused")
    }

    /// usdt of 6 digits, a company `acme`, its app `shop` with `limits`, and the user `alice`.
    func setUp(limits: AppCoinInput = AppCoinInput(coinCode: "usdt")) async throws {
        try await perform(.createCoin(CreateCoin.Request(coinCode: "usdt", fractionDigits: 6)))
        try await perform(.createCompany(CreateCompany.Request(companyID: "acme", name: "Acme")))
        try await perform(.createApp(CreateApp.Request(appID: "shop", companyID: "acme", coins: [limits])))
        try await perform(.createUser(CreateUser.Request(name: "alice", password: "correct horse", tradePassword: "987654")))
    }

    func deposit(
        _ volume: String, to name: String, reference: String, kind: MovementReply.Kind = .deposit, account: String = "spot",
        coin: String = "usdt"
    ) -> OperatorRequest {
        let selector = AccountSelector(user: UserSelector(name: name), coinCode: coin, account: account)
        return .moveMoney(MoveMoney.Request(kind: kind, account: selector, volume: volume, reference: reference))
    }

    /// What a user holds of usdt on the spot account.
    func holding(_ name: String) async throws -> UserReply.Holding? {
        guard case .user(let user) = try await operators.perform(.showUser(UserSelector(name: name))) else { return nil }
        return user.balances?.first { $0.coinCode == "usdt" && $0.account == "spot" }
    }

    /// The app `shop` pays alice.
    func payAlice(_ volume: String, tradeNo: String) async throws -> OrderAnswer {
        let id = try #require(AppID("shop"))
        let app = try #require(platform.directory.current.apps[id])
        let coin = try #require(platform.directory.current.coinsByCode["usdt"])
        guard case .newKey(let key) = try await operators.perform(.createKey(CreateKey.Request(appID: "shop"))) else {
            throw CancellationError()
        }
        let alice = try #require(try await platform.store.user(named: "alice"))
        let request = PayUser.Request(
            tradeNo: try #require(TradeNo(tradeNo)), openID: nil, uid: alice.id.number, book: .spot, coin: coin,
            volume: try Amount(volume, scale: coin.scale), texts: OrderTexts(scene: "prize", desc: "for you", device: "12345678")
        )
        return try await PayUser(platform).run(request, by: AppCaller(app: app, accessKey: key.accessKey))
    }
}

/// A folder's path under the system's temporary one. Nothing is there until somebody makes it.
struct TestFolder {
    let path = FileManager.default.temporaryDirectory.appending(path: "imugi-\(UUID().uuidString.prefix(8))").path

    func make() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
        let file = "\(path)/\(name)"
        #expect(FileManager.default.createFile(atPath: file, contents: Data(text.utf8), attributes: [.posixPermissions: mode]))
        return file
    }

    /// What is left behind in a temporary folder harms nobody.
    func remove() { try? FileManager.default.removeItem(atPath: path) }
}

extension Logger {
    static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
