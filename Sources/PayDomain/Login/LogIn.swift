import PayCore

/// A login as the app's server is told of it.
package struct LoginAnswer: Sendable {
    package let app: App
    /// The user, under the names by which the app and its company know the user.
    package let grant: Grant
    package let scopes: ScopeSet
    package let tokens: LoginTokens
}

/// An app's server redeems the code that its user brought from the sign-in page (protocol, section 6). A code works once, whatever comes
/// of it; shown again, it ends the login that it gave.
package struct LogIn: Sendable {
    /// What the app says of the code, which must be what it asked for on the page.
    package struct Request: Sendable {
        package let code: LoginCode
        package let scopes: ScopeSet
        package let state: String
        package let device: String

        package init(code: LoginCode, scopes: ScopeSet, state: String, device: String) {
            self.code = code
            self.scopes = scopes
            self.state = state
            self.device = device
        }
    }

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: 11018 for a code that is unknown, spent, expired, another app's, a disabled user's, or was given for other scopes,
    ///   another state or device.
    package func run(_ request: Request, by caller: AppCaller) async throws -> LoginAnswer {
        let now = platform.clock.now()
        let settings = platform.settings
        let app = caller.app
        let redemption = try await platform.store.redeemCode(hash: request.code.hash) { stored in
            guard let stored else { return .nothing }
            guard !stored.isSpent else {
                // Shown by another app it says nothing about who has the tokens.
                return stored.login.flatMap { stored.app == app.id ? .end(login: $0) : nil } ?? .nothing
            }
            guard stored.app == app.id, now < stored.expireTime, stored.userIsEnabled, request.matches(stored) else { return .spend }
            let scopes = stored.granted.intersection(app.scopes)
            let tokens = LoginTokens(scopes: scopes, now: now, settings: settings)
            return .give(
                NewLogin(app: app.id, user: stored.user, device: stored.device, scopes: scopes, time: now, tokens: tokens)
            )
        }
        guard case .give(let login) = redemption else {
            throw PlatformError(
                .codeUnknown, field: "code", "is unknown, was used before or has expired, or was given for other scopes, state or device"
            )
        }
        guard let grant = try await platform.store.grant(of: app.id, user: login.user) else {
            preconditionFailure("a code is given with the grant")
        }
        return LoginAnswer(app: app, grant: grant, scopes: login.scopes, tokens: login.tokens)
    }
}

extension LogIn.Request {
    fileprivate func matches(_ stored: StoredLoginCode) -> Bool {
        scopes == stored.asked && state.utf8.elementsEqual(stored.state.utf8) && device.utf8.elementsEqual(stored.device.utf8)
    }
}
