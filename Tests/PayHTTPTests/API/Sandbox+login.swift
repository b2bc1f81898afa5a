import HTTPTypes
import HummingbirdTesting
import NIOCore
import PayCore
import PayDomain
import PaySandbox
import PayWire

/// Sign-in and calls in client mode, as an app on a user's device makes them (protocol, sections 4 and 6).
extension Sandbox {
    static let logInPath = "/api/v1/login/do/"
    static let refreshPath = "/api/v1/login/refresh/"
    static let logOutPath = "/api/v1/login/logout/"
    static let tokenStatus = "/api/v1/token/status/"

    static let alice = 1_000_000
    static let bob = 1_000_001
    static let carol = 1_000_002

    /// One call in client mode; every part can be replaced by a wrong one, or left out if `nil`.
    struct ClientCall: Sendable {
        var path: String
        var app: String? = "sandbox-app"
        var token: String?
        var device: String? = "device00"
        /// The platform's clock if `nil`.
        var time: String?
        var sendsTime = true
        /// A GET without a body if `nil`.
        var body: String?
        var extraHeaders: [(String, String)] = []

        init(_ path: String, token: String?, body: String? = nil) {
            self.path = path
            self.token = token
            self.body = body
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
        if call.sendsTime { set("ts", call.time ?? String(clock.now().seconds)) }
        if call.body != nil { set("Content-Type", "application/json") }
        for (name, value) in call.extraHeaders { set(name, value) }
        let method: HTTPRequest.Method = call.body == nil ? .get : .post
        return try await client.execute(uri: call.path, method: method, headers: headers, body: call.body.map { ByteBuffer(string: $0) }) {
            Answer(status: $0.status.code, headers: $0.headers, body: Array($0.body.readableBytesView))
        }
    }

    /// What an app asks for on the sign-in page, and says again when it redeems the code.
    struct LoginTerms: Sendable {
        var app = "sandbox-app"
        var scopes = "1,5,6,7,11,12,13"
        var state = "state000"
        var device = "device00"
        var redirectURL = "https://example.com/in?x=1"

        func redemption(_ code: String) -> String {
            #"{"code":"\#(code)","app_id":"\#(app)","scopes":"\#(scopes)","state":"\#(state)","device":"\#(device)"}"#
        }
    }

    /// Answers the sign-in page as a user.
    func answerLogin(_ terms: LoginTerms, uid: Int, action: String = "approve") async throws -> Answer {
        let writer = JSONText(
            [
                ("app_id", terms.app), ("scopes", terms.scopes), ("state", terms.state), ("device", terms.device),
                ("redirect_url", terms.redirectURL), ("action", action), ("uid", String(uid)),
            ]
        )
        return try await control("/sandbox/login", writer.text)
    }

    /// Lets a user allow the app, and returns the code that the browser brings back.
    func loginCode(_ terms: LoginTerms = LoginTerms(), uid: Int) async throws -> String {
        let answer = try await answerLogin(terms, uid: uid)
        guard let url = answer.json?.text("redirect_url"), let code = Self.query(of: url)?["code"] else {
            throw UnexpectedAnswer(text: String(decoding: answer.body, as: UTF8.self))
        }
        return code
    }

    static func query(of url: String) -> QueryString? {
        url.firstIndex(of: "?").flatMap { try? QueryString(parsing: String(url[url.index(after: $0)...])) }
    }

    /// The tokens of a login.
    struct Tokens: Sendable {
        let access: String
        let refresh: String
        let pay: String

        var pair: String { #"{"access_token":"\#(access)","refresh_token":"\#(refresh)"}"# }

        init(_ answer: Answer) throws {
            guard let data = answer.data, let access = data.text("access_token"), let refresh = data.text("refresh_token"),
                let pay = data.text("pay_token")
            else { throw UnexpectedAnswer(text: String(decoding: answer.body, as: UTF8.self)) }
            self.access = access
            self.refresh = refresh
            self.pay = pay
        }
    }

    /// Signs a user in at an app, all the way.
    func signIn(_ terms: LoginTerms = LoginTerms(), uid: Int) async throws -> Tokens {
        let code = try await loginCode(terms, uid: uid)
        return try Tokens(try await send(Self.logInPath, terms.redemption(code), app: terms.app))
    }

    /// The code of a call that asks whether an access token still works.
    func status(of token: String, app: String = "sandbox-app") async throws -> Int? {
        var call = ClientCall(Self.tokenStatus, token: token)
        call.app = app
        return try await send(call).code
    }

    func user(_ uid: Int) async throws -> User {
        guard let id = UserID(Int64(uid)), let user = try await platform.store.user(id) else {
            throw UnexpectedAnswer(text: "no user \(uid)")
        }
        return user
    }

    func app(_ id: String = "sandbox-app") throws -> App {
        guard let app = AppID(id).flatMap({ platform.directory.current.apps[$0] }) else { throw UnexpectedAnswer(text: "no app \(id)") }
        return app
    }

    func advance(_ seconds: Int64) async throws {
        let answer = try await control("/sandbox/clock/advance", #"{"seconds":\#(seconds)}"#)
        guard answer.status == 200 else { throw UnexpectedAnswer(text: String(decoding: answer.body, as: UTF8.self)) }
    }

    /// The codes of `count` calls made at the same time.
    func codes(_ count: Int, _ call: @Sendable @escaping (Int) async throws -> Answer) async throws -> [Int?: Int] {
        try await withThrowingTaskGroup(of: Int?.self) { group in
            for index in 0..<count { group.addTask { try await call(index).code } }
            return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
    }
}

/// A JSON object of texts, escaped, since corpora hold every kind of text.
struct JSONText {
    let text: String

    init(_ members: [(String, String)]) {
        var writer = JSONWriter()
        writer.beginObject()
        for (name, value) in members { writer.member(name, value) }
        writer.endObject()
        text = String(decoding: writer.bytes, as: UTF8.self)
    }
}
