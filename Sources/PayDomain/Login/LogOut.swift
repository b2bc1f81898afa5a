import PayCore

/// Ends a login and with it every token that came of it (protocol, section 6).
package struct LogOut: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// Ends the login of an access token, which may have expired. Ending it twice is the same as once.
    ///
    /// - Throws: 11022, 11019.
    package func run(_ access: AccessToken, by caller: AppCaller) async throws {
        try await platform.store.endLogin(try await platform.token(access, of: caller.app).login.id)
    }

    /// Ends the caller's own login.
    package func run(by caller: UserCaller) async throws { try await platform.store.endLogin(caller.token.login.id) }
}
