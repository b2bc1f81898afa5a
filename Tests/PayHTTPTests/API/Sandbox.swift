import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import PayCore
import PayDomain
import PayHTTP
import PayLedger
import PaySandbox
import PayServer
import PayStoreSQLite
import PayWire
import Testing

/// A sandbox in this process, on a folder of its own, and a client that signs as an app's server does.
struct Sandbox: Sendable {
    let client: any TestClientProtocol
    let clock: SandboxClock
    let platform: Platform
    let metrics: MetricsRegistry
    /// Where its files are.
    let folder: String

    /// Runs `body` against a fresh sandbox and takes it away afterwards.
    ///
    /// - Parameters:
    ///   - publicURL: where browsers reach it.
    ///   - kept: a folder that stays when it has stopped; `nil` for one that goes with it.
    static func run(
        publicURL: String = "http://127.0.0.1:8080", folder kept: String? = nil, _ body: @escaping @Sendable (Sandbox) async throws -> Void
    ) async throws {
        let folder = kept ?? FileManager.default.temporaryDirectory.appending(path: "imugi-test-\(UUID().uuidString)").path
        defer { if kept == nil { try? FileManager.default.removeItem(atPath: folder) } }
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let clock = SandboxClock()
        var settings = PlatformSettings(publicURL: publicURL, domains: ["pay.example.com"])
        settings.allowsLoopbackCallbacks = true
        let running = try await RunningPlatform.open(
            at: .folder(folder), for: .sandbox, migrates: true, masterKey: .sandbox, passwordCost: .sandbox, clock: clock,
            settings: settings,
            logger: logger
        )
        try await running.following { try await FillSandbox(running.platform).run() }
        let routes = SandboxRoutes(running.platform, clock: clock)
        let app = Application(responder: try Routes(running.platform).router { routes.add(to: $0) }.buildResponder())
        try await app.test(.router) { client in
            try await running.following {
                try await body(Sandbox(client: client, clock: clock, platform: running.platform, metrics: running.metrics, folder: folder))
            }
        }
        try await running.close()
    }

    /// One signed call; every part can be replaced by a wrong one.
    struct Call: Sendable {
        var path: String
        var body: [UInt8]
        var app = "sandbox-app"
        var accessKey: String?
        var secret: String?
        var date: String?
        var contentType = "application/json"
        /// Sends the body's SHA-1 if true, this text if given.
        var contentSHA1: String?
        var extraHeaders: [(String, String)] = []
        /// Signs this path instead of the one that is called.
        var signedPath: String?
        var dropsAuth = false

        init(_ path: String, _ json: String) {
            self.path = path
            body = Array(json.utf8)
        }
    }

    struct Answer: Sendable {
        let status: Int
        let headers: HTTPFields
        let body: [UInt8]

        func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }

        /// The envelope.
        var json: JSONObject? { try? JSONObject(parsing: body) }

        var code: Int? {
            guard case .number(let text)? = json?["code"] else { return nil }
            return Int(text)
        }

        var data: JSONObject? {
            guard case .object(let object)? = json?["data"] else { return nil }
            return object
        }

        var message: String {
            guard case .string(let text)? = json?["msg"] else { return "" }
            return text
        }
    }

    func send(_ call: Call) async throws -> Answer {
        let date = call.date ?? HTTPDate.text(seconds: clock.now().seconds)
        let path = call.signedPath ?? String(call.path.prefix { $0 != "?" })
        let signature = RequestSignature(
            method: "POST", contentSHA1: call.contentSHA1 ?? "", contentType: call.contentType, date: date,
            headers: call.extraHeaders.map { (name: $0.0, value: $0.1) }.filter { $0.name.hasPrefix("dragonex-") }, path: path
        )
        let secret = call.secret ?? "\(call.app)-secret-key"
        var headers: HTTPFields = [.contentType: call.contentType]
        headers[.date] = date
        func set(_ name: String, _ value: String) {
            if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
        }
        set("App-Id", call.app)
        if !call.dropsAuth {
            set("Auth", "\(call.accessKey ?? "\(call.app)-access-key"):\(signature.sign(secret: Array(secret.utf8)))")
        }
        if let sha1 = call.contentSHA1 { set("Content-Sha1", sha1) }
        for (name, value) in call.extraHeaders { set(name, value) }
        return try await client.execute(uri: call.path, method: .post, headers: headers, body: ByteBuffer(bytes: call.body)) {
            Answer(status: $0.status.code, headers: $0.headers, body: Array($0.body.readableBytesView))
        }
    }

    func send(_ path: String, _ json: String, app: String = "sandbox-app") async throws -> Answer {
        var call = Call(path, json)
        call.app = app
        return try await send(call)
    }

    /// A control call of the sandbox.
    func control(_ path: String, _ json: String? = nil) async throws -> Answer {
        try await client.execute(
            uri: path, method: json == nil ? .get : .post, body: json.map { ByteBuffer(string: $0) }
        ) { Answer(status: $0.status.code, headers: $0.headers, body: Array($0.body.readableBytesView)) }
    }

    // MARK: - The calls that most tests make

    static let payOut = "/api/v1/pay/app2user/do/"
    static let apply = "/api/v1/pay/user2app/pre/"
    static let detail = "/api/v1/pay/order/detail/"

    /// The body of a pay-out; `more` comes last and may name members again to be refused.
    static func payOutBody(
        _ tradeNo: String, uid: String = "1000000", coin: String = "usdt", volume: String = "1", more: String = ""
    ) -> String {
        #"{"trade_no":"\#(tradeNo)","uid":\#(uid),"coin_code":"\#(coin)","volume":"\#(volume)","scene":"s","desc":"d","device":"device00"\#(more)}"#
    }

    static func applyBody(
        _ tradeNo: String, coin: String = "usdt", volume: String = "10", redirect: String = "https://example.com/back?x=1",
        state: String = "state000", more: String = ""
    ) -> String {
        #"{"trade_no":"\#(tradeNo)","coin_code":"\#(coin)","volume":"\#(volume)","scene":"s","desc":"d","device":"device00","state":"\#(state)","redirect_url":"\#(redirect)"\#(more)}"#
    }

    /// Applies for a payment and returns its `pay_url`.
    func payURL(_ body: String, app: String = "sandbox-app") async throws -> String {
        let answer = try await send(Self.apply, body, app: app)
        guard case .string(let url)? = answer.data?["pay_url"] else { throw UnexpectedAnswer(text: answer.message) }
        return url
    }

    func answerPayment(_ url: String, uid: Int, password: String = "123456", action: String = "approve") async throws -> Answer {
        try await control(
            "/sandbox/pay", #"{"pay_url":"\#(url)","uid":\#(uid),"trade_password":"\#(password)","action":"\#(action)"}"#
        )
    }

    /// An app's order as it is stored, if there is one.
    func order(_ tradeNo: String, app: String = "sandbox-app") async throws -> Order? {
        let key = OrderKey(app: try #require(AppID(app)), tradeNo: try #require(TradeNo(tradeNo)))
        return try await platform.store.order(key)
    }

    /// What an operator asks of it.
    @discardableResult
    func operate(_ request: OperatorRequest) async throws -> OperatorReply {
        try await OperatorService(platform: platform, rules: .wire(platform.settings)).perform(request)
    }

    /// The whole ledger still holds.
    func ledgerHolds() async throws -> Bool { try await platform.store.proveLedger().holds }
}

struct UnexpectedAnswer: Error {
    let text: String
}

extension JSONObject {
    /// The member as text, whether it is a string or a number.
    func text(_ name: String) -> String? {
        switch self[name] {
        case .string(let text), .number(let text): text
        default: nil
        }
    }
}
