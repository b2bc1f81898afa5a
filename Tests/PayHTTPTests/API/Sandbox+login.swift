import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import PayCore
import PaySandbox
import PayWire
import Testing

/// Signing in at apps, and the calls of apps on users' devices.
extension Sandbox {
    static let device = "device01"
    static let state = "state000"

    /// What `login/do` has given.
    struct Tokens: Sendable {
        let access: String
        let refresh: String
        let pay: String
        let data: JSONObject

        init(_ data: JSONObject) throws {
            self.data = data
            access = try #require(data.text("access_token"))
            refresh = try #require(data.text("refresh_token"))
            pay = try #require(data.text("pay_token"))
        }
    }

    /// What the sign-in page sends the browser back with.
    func authorise(
        uid: Int = 1_000_001, scopes: String = "1,5,7,11,12,13", app: String = "sandbox-app", redirect: String = "https://example.com/in",
        action: String = "approve"
    ) async throws -> Answer {
        var writer = JSONWriter()
        writer.beginObject()
        for (name, value) in [
            ("app_id", app), ("scopes", scopes), ("state", Self.state), ("device", Self.device), ("redirect_url", redirect),
            ("action", action), ("uid", String(uid)),
        ] { writer.member(name, value) }
        writer.endObject()
        return try await control("/sandbox/login", String(decoding: writer.bytes, as: UTF8.self))
    }

    /// A code as the browser brings it to the app.
    func code(uid: Int = 1_000_001, scopes: String = "1,5,7,11,12,13", app: String = "sandbox-app") async throws -> String {
        let answer = try await authorise(uid: uid, scopes: scopes, app: app)
        let url = try #require(answer.json?.text("redirect_url"))
        return try #require(try QueryString(parsing: String(url.drop { $0 != "?" }.dropFirst()))["code"])
    }

    func redeem(
        _ code: String, scopes: String = "1,5,7,11,12,13", app: String = "sandbox-app", state: String = Sandbox.state,
        device: String = Sandbox.device
    ) async throws -> Answer {
        let body = #"{"code":"\#(code)","app_id":"\#(app)","scopes":"\#(scopes)","state":"\#(state)","device":"\#(device)"}"#
        return try await send("/api/v1/login/do/", body, app: app)
    }

    func logIn(uid: Int = 1_000_001, scopes: String = "1,5,7,11,12,13", app: String = "sandbox-app") async throws -> Tokens {
        let answer = try await redeem(try await code(uid: uid, scopes: scopes, app: app), scopes: scopes, app: app)
        return try Tokens(try #require(answer.data, "\(answer.message)"))
    }

    func refresh(_ tokens: Tokens, app: String = "sandbox-app") async throws -> Answer {
        try await send(
            "/api/v1/login/refresh/", #"{"access_token":"\#(tokens.access)","refresh_token":"\#(tokens.refresh)"}"#, app: app
        )
    }

    /// One call in client mode; every part can be replaced by a wrong one.
    struct ClientCall: Sendable {
        var path: String
        /// By POST if there is one, else by GET.
        var body: String?
        var app: String? = "sandbox-app"
        var token: String?
        var device: String? = Sandbox.device
        var time: String?
        var more: [(String, String)] = []

        init(_ path: String, _ token: String?, body: String? = nil) {
            (self.path, self.token, self.body) = (path, token, body)
        }
    }

    func send(_ call: ClientCall) async throws -> Answer {
        var headers = HTTPFields()
        func set(_ name: String, _ value: String?) {
            if let value, let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
        }
        set("app-id", call.app)
        set("at", call.token)
        set("device", call.device)
        set("ts", call.time ?? String(clock.now().seconds))
        if call.body != nil { headers[.contentType] = "application/json" }
        for (name, value) in call.more { set(name, value) }
        return try await client.execute(
            uri: call.path, method: call.body == nil ? .get : .post, headers: headers, body: call.body.map { ByteBuffer(string: $0) }
        ) { Answer(status: $0.status.code, headers: $0.headers, body: Array($0.body.readableBytesView)) }
    }

    /// A GET in client mode.
    func read(_ path: String, _ token: String) async throws -> Answer { try await send(ClientCall(path, token)) }
}

extension JSONObject {
    func objects(_ name: String) -> [JSONObject] {
        guard case .array(let items)? = self[name] else { return [] }
        return items.compactMap { if case .object(let object) = $0 { object } else { nil } }
    }
}

/// Runs the same call many times at once.
func all<Value: Sendable>(_ count: Int, _ body: @Sendable @escaping (Int) async throws -> Value) async throws -> [Value] {
    try await withThrowingTaskGroup(of: Value.self) { group in
        for index in 0..<count { group.addTask { try await body(index) } }
        return try await group.reduce(into: []) { $0.append($1) }
    }
}
