import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import PayWire
import TestSupport
import Testing

@testable import PayHTTP

/// A browser without script: keeps cookies, shows a page, sends its forms, and follows a redirect only when it is told to.
final class TestBrowser: Sendable {
    /// What the browser shows.
    struct View: Sendable {
        let status: Int
        let headers: HTTPFields
        let html: String

        var location: String? { headers[.location] }
        /// The token that every form of the page carries.
        var csrf: String? { attribute("value", after: #"name="csrf""#) }
        /// What shows what a payment was when the page was made; only the form that confirms has it.
        var shown: String? { attribute("value", after: #"name="shown""#) }
        /// Where the forms of the page are sent.
        var action: String? { attribute("action", after: "<form")?.replacing("&amp;", with: "&") }

        /// What a hidden field of the page's first form holds.
        func hidden(_ name: String) -> String? { attribute("value", after: #"name="\#(name)""#) }

        func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }

        private func attribute(_ name: String, after mark: String) -> String? {
            guard let start = html.firstRange(of: mark)?.upperBound, let value = html[start...].firstRange(of: "\(name)=\"")?.upperBound
            else { return nil }
            return String(html[value...].prefix { $0 != "\"" })
        }
    }

    private let sandbox: Sandbox
    private let language: String
    private let userAgent: String?
    private let jar = Locked<[String: String]>([:])

    init(_ sandbox: Sandbox, language: String = "en", userAgent: String? = nil) {
        self.sandbox = sandbox
        self.language = language
        self.userAgent = userAgent
    }

    /// Name and value of every cookie that the browser holds.
    var cookies: [String: String] { jar.withLock { $0 } }
    func setCookie(_ name: String, _ value: String) { jar.withLock { $0[name] = value } }

    func open(_ url: String) async throws -> View { try await send(.get, url, body: nil) }

    /// Sends a form of the page with one of its buttons.
    func press(_ button: String, on view: View, _ fields: [(String, String)] = []) async throws -> View {
        let action = try #require(view.action)
        return try await post(action, [("csrf", view.csrf ?? ""), ("shown", view.shown ?? ""), ("action", button)] + fields)
    }

    func post(_ url: String, _ fields: [(String, String)]) async throws -> View {
        let body = QueryString(fields.map { (name: $0.0, value: $0.1) }).text
        return try await send(.post, url, body: body)
    }

    /// Signs in on a page that asks for it and opens what comes next.
    func signIn(_ name: String, on view: View) async throws -> View {
        let answer = try await press("sign_in", on: view, [("login", name), ("password", "\(name)-password")])
        #expect(answer.status == 303)
        return try await open(try #require(answer.location))
    }

    private func send(_ method: HTTPRequest.Method, _ url: String, body: String?) async throws -> View {
        let path = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        let uri = url.hasPrefix("http") ? "/\(path.last ?? "")" : url
        var headers: HTTPFields = [.acceptLanguage: language]
        let cookies = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        if !cookies.isEmpty { headers[.cookie] = cookies }
        if let userAgent { headers[.userAgent] = userAgent }
        if body != nil { headers[.contentType] = "application/x-www-form-urlencoded" }
        let view = try await sandbox.client.execute(uri: uri, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) }) {
            View(status: $0.status.code, headers: $0.headers, html: String(buffer: $0.body))
        }
        for cookie in view.headers[values: .setCookie] { take(cookie) }
        return view
    }

    private func take(_ cookie: String) {
        let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard pair.count == 2 else { return }
        jar.withLock { jar in jar[String(pair[0])] = cookie.contains("Max-Age=0") ? nil : String(pair[1]) }
    }
}

extension String {
    /// A page without the one script that each has: there must be no other.
    var withoutOwnScript: String {
        let own = #"<script src="\#(PageAsset.script.address)" defer></script>"#
        return replacing(own, with: "", maxReplacements: 1)
    }
}
