import PayCore

/// What an app asks of a user on the sign-in page (protocol, section 6), after its address was checked.
package struct LoginApplication: Sendable {
    package let app: App
    /// The scopes as the app asks for them, whether or not it owns them all.
    package let asked: ScopeSet
    package let state: String
    package let device: String
    /// Registered for the app.
    package let redirectURL: String

    package init(app: App, asked: ScopeSet, state: String, device: String, redirectURL: String) {
        self.app = app
        self.asked = asked
        self.state = state
        self.device = device
        self.redirectURL = redirectURL
    }

    /// What a user can grant: what the app asks for and owns.
    package var grantable: ScopeSet { asked.intersection(app.scopes) }
}

/// What a user who allowed a login sends the app: a code that is shown to it once and works once.
package struct AuthorisedLogin: Sendable {
    package let code: LoginCode
    package let expireTime: Timestamp
    package let granted: ScopeSet
}

/// A user allows an app to sign the user in, with some of the scopes that it asks for.
package struct AuthoriseApp: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// Whether the user need not be asked again: scope 9 was granted, and so was everything that is asked for now.
    package func isRemembered(_ application: LoginApplication, by user: User) async throws -> ScopeSet? {
        guard let grant = try await platform.store.grant(of: application.app.id, user: user.id),
            grant.scopes.contains(.signInWithoutAsking), application.grantable.isSubset(of: grant.scopes)
        else { return nil }
        return application.grantable
    }

    /// - Parameter ticked: what the user grants; what the app did not ask for or does not own is left out.
    package func run(_ application: LoginApplication, ticked: ScopeSet, as user: User) async throws -> AuthorisedLogin {
        let granted = application.grantable.intersection(ticked)
        let now = platform.clock.now()
        let code = LoginCode.generate()
        // Whole seconds, since the protocol tells the app whole seconds.
        let expireTime = Timestamp(seconds: now.seconds + platform.settings.loginCodeLifetime)
        let stored = NewLoginCode(
            hash: code.hash, app: application.app.id, user: user.id, device: application.device, state: application.state,
            asked: application.asked, granted: granted, now: now, expireTime: expireTime
        )
        try await platform.store.authorise(stored)
        return AuthorisedLogin(code: code, expireTime: expireTime, granted: granted)
    }
}
