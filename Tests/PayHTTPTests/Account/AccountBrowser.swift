import PayCore
import PayDomain
import PaySandbox
import TestSupport
import Testing

/// A user at a browser, on the pages of the account.
struct AccountBrowser: Sendable {
    static let security = "/account/security"
    static let password = "/account/security/password"
    static let tradePassword = "/account/security/trade-password"
    static let apps = "/account/apps"

    static let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"
    static let iPhone = """
        Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 \
        Safari/604.1
        """

    let browser: TestBrowser
    let sandbox: Sandbox

    /// Signs a user in.
    init(_ name: String, of sandbox: Sandbox, password: String? = nil, userAgent: String? = nil, language: String = "en") async throws {
        self.sandbox = sandbox
        browser = TestBrowser(sandbox, language: language, userAgent: userAgent)
        let form = try await browser.open(Self.security)
        let answer = try await browser.press(
            "sign_in", on: form, [("login", name), ("password", password ?? "\(name)-password")])
        guard answer.status == 303 else { throw UnexpectedAnswer(text: answer.html) }
    }

    func open(_ path: String) async throws -> TestBrowser.View { try await browser.open(path) }

    /// Presses a button of a page.
    func press(_ button: String, at path: String, _ fields: [(String, String)] = []) async throws -> TestBrowser.View {
        try await browser.press(button, on: try await browser.open(path), fields)
    }

    /// The id of the session, as its cookie holds it.
    var session: String? { browser.cookies["imugi"] }

    func isSignedIn() async throws -> Bool { try await browser.open(Self.security).html.contains("Where you are signed in") }

    /// The names of the sessions that may be ended, in the page's order.
    func sessionNames() async throws -> [String] {
        try await browser.open(Self.security).html.matches(of: /name="session" value="([^"]*)"/).map { String($0.output.1) }
    }

    func changePassword(
        _ present: String, to new: String, again: String? = nil
    ) async throws -> TestBrowser.View {
        let more = again.map { [("new_password_again", $0)] } ?? []
        return try await press("change_password", at: Self.password, [("password", present), ("new_password", new)] + more)
    }

    func changeTradePassword(_ password: String, _ present: String, to new: String) async throws -> TestBrowser.View {
        try await press(
            "change_trade_password", at: Self.tradePassword,
            [("password", password), ("trade_password", present), ("new_trade_password", new)])
    }
}

extension Sandbox {
    /// Whether a user's password, or trade password, is this one.
    func isPassword(_ text: String, of uid: Int, _ kind: PasswordKind = .password) async throws -> Bool {
        let user = try await user(uid)
        return try await platform.passwords.verify(
            text, against: kind == .password ? user.passwordHash : user.tradePasswordHash, for: .known)
    }
}
