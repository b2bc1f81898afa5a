import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import PayWire

/// An app's server that calls a platform over real sockets.
struct SignedClient: Sendable {
    let url: String
    let app: String
    let accessKey: String
    let secret: String
    let http: HTTPClient
    /// Whether it asks again when a node answers 503, which says that nothing was done: one of several nodes does so when the database has not
    /// told it for a second which keys are good, and on a busy machine that may happen at any time.
    private var isPatient = true

    /// The same client, but one that takes 503 for an answer.
    var impatient: SignedClient {
        var client = self
        client.isPatient = false
        return client
    }

    init(_ url: String, app: String, accessKey: String, secret: String, http: HTTPClient) {
        (self.url, self.app, self.accessKey, self.secret, self.http) = (url, app, accessKey, secret, http)
    }

    /// One of the sandbox's apps.
    init(_ server: ImugiServer, app: String = "sandbox-app", http: HTTPClient) {
        self.init(server.url, app: app, accessKey: "\(app)-access-key", secret: "\(app)-secret-key", http: http)
    }

    /// An answer, or what was left of one.
    enum Answer: Sendable {
        case answered(status: Int, JSONObject)
        /// The connection broke, or what came over it was no JSON object.
        case none

        var json: JSONObject? { if case .answered(_, let object) = self { object } else { nil } }
        var status: Int? { if case .answered(let status, _) = self { status } else { nil } }
        var code: Int? { json?.text("code").flatMap { Int($0) } }
        var data: JSONObject? { json?.object("data") }
        /// The number of the order that `data` holds.
        var orderID: String? { data?.text("id") }
    }

    static let payOut = "/api/v1/pay/app2user/do/"
    static let apply = "/api/v1/pay/user2app/pre/"
    static let detail = "/api/v1/pay/order/detail/"

    /// - Parameter ahead: by how many seconds the platform's clock was moved.
    func call(_ path: String, _ json: String, ahead: Int64 = 0) async -> Answer { await send(request(path, json, ahead: ahead)) }

    /// The same for what signs the answer.
    func signedAnswer(_ path: String, _ json: String) async throws -> (headers: HTTPHeaders, body: [UInt8]) {
        let response = try await http.execute(request(path, json), timeout: .seconds(30))
        return (response.headers, Array(try await response.body.collect(upTo: 1 << 20).readableBytesView))
    }

    private func request(_ path: String, _ json: String, ahead: Int64 = 0) -> HTTPClientRequest {
        let date = HTTPDate.text(seconds: Int64(Date().timeIntervalSince1970) + ahead)
        let signature = RequestSignature(
            method: "POST", contentSHA1: "", contentType: "application/json", date: date, headers: [], path: path
        )
        var request = HTTPClientRequest(url: url + path)
        request.method = .POST
        request.headers = [
            "App-Id": app, "Date": date, "Content-Type": "application/json",
            "Auth": "\(accessKey):\(signature.sign(secret: Array(secret.utf8)))",
        ]
        request.body = .bytes(ByteBuffer(string: json))
        return request
    }

    func payOut(_ tradeNo: String, uid: Int = 1_000_000, volume: String = "0.01", coin: String = "usdt") async -> Answer {
        await call(
            Self.payOut, #"{"trade_no":"\#(tradeNo)","uid":\#(uid),"coin_code":"\#(coin)","volume":"\#(volume)","device":"device00"}"#
        )
    }

    func order(_ tradeNo: String) async -> Answer { await call(Self.detail, #"{"trade_no":"\#(tradeNo)"}"#) }

    /// Applies for a payment; the `pay_url`.
    func payURL(_ tradeNo: String, volume: String = "0.01") async -> String? {
        await apply(tradeNo, volume: volume).data?.text("pay_url")
    }

    func apply(_ tradeNo: String, volume: String) async -> Answer {
        let body =
            #"{"trade_no":"\#(tradeNo)","coin_code":"usdt","volume":"\#(volume)","device":"device00","state":"state000","#
            + #""redirect_url":"https://example.com/back"}"#
        return await call(Self.apply, body)
    }

    /// The app on a user's device: a call with an access token.
    func userCall(_ path: String, token: String, _ json: String? = nil) async -> Answer {
        var request = HTTPClientRequest(url: url + path)
        request.headers = ["app-id": app, "at": token, "ts": "\(Int64(Date().timeIntervalSince1970))", "device": "device00"]
        if let json {
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: json))
        }
        return await send(request)
    }

    /// A control call of the sandbox, or any other that needs no signature.
    func control(_ path: String, _ json: String? = nil) async -> Answer {
        var request = HTTPClientRequest(url: url + path)
        if let json {
            request.method = .POST
            request.body = .bytes(ByteBuffer(string: json))
        }
        return await send(request)
    }

    /// What the pay page does: the address to which the browser goes.
    func confirm(_ payURL: String, uid: Int = 1_000_001) async -> String? {
        await confirmation(payURL, uid: uid).json?.text("redirect_url")
    }

    func confirmation(_ payURL: String, uid: Int) async -> Answer {
        await control("/sandbox/pay", #"{"pay_url":"\#(payURL)","uid":\#(uid),"trade_password":"123456","action":"approve"}"#)
    }

    /// Whether every invariant of the whole ledger holds.
    func ledgerHolds() async -> Bool { await control("/sandbox/ledger").json?.text("holds") == "true" }

    /// A killed server answers nothing, and that is what many tests are about: no answer is an answer too.
    private func send(_ request: HTTPClientRequest) async -> Answer {
        while true {
            let answer = await sendOnce(request)
            guard isPatient, answer.failure == "503/unavailable", !Task.isCancelled else { return answer }
            await Task.yield()
        }
    }

    private func sendOnce(_ request: HTTPClientRequest) async -> Answer {
        do {
            let response = try await http.execute(request, timeout: .seconds(30))
            let body = try await response.body.collect(upTo: 1 << 22)
            return .answered(status: Int(response.status.code), try JSONObject(parsing: Array(body.readableBytesView)))
        } catch {
            return .none
        }
    }
}

/// Runs `body` with an HTTP client that is shut down afterwards.
func withHTTPClient(_ body: (HTTPClient) async throws -> Void) async throws {
    var configuration = HTTPClient.Configuration()
    configuration.connectionPool.retryConnectionEstablishment = false
    // Calls wait for the server and not for each other, however long it takes.
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 256
    configuration.timeout.connect = .seconds(60)
    configuration.redirectConfiguration = .disallow
    let client = HTTPClient(configuration: configuration)
    do {
        try await body(client)
    } catch {
        try await client.shutdown()
        throw error
    }
    try await client.shutdown()
}

extension JSONObject {
    /// The member as text, whether it is a string, a number, or `true` or `false`.
    func text(_ name: String) -> String? {
        switch self[name] {
        case .string(let text), .number(let text): text
        case .bool(let value): String(value)
        default: nil
        }
    }

    func object(_ name: String) -> JSONObject? {
        guard case .object(let object)? = self[name] else { return nil }
        return object
    }

    func objects(_ name: String) -> [JSONObject] {
        guard case .array(let items)? = self[name] else { return [] }
        return items.compactMap { if case .object(let object) = $0 { object } else { nil } }
    }
}
