import PayCore

/// An app's server exchanges a login's tokens for new ones (protocol, section 6). The old pair is dead; a refresh token that is shown a
/// second time ends the login, since one of the two who have it has stolen it.
package struct RefreshLogin: Sendable {
    /// The new pair, and what it may do.
    package struct Answer: Sendable {
        package let scopes: ScopeSet
        package let tokens: LoginTokens
    }

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Parameter access: the login's last access token, expired or not.
    /// - Throws: 11022, 11019 and 11020 for the access token; 11023, 11024, 11025 for the refresh token.
    package func run(access: AccessToken, refresh: RefreshToken, by caller: AppCaller) async throws -> Answer {
        let accessToken = try await platform.token(access, of: caller.app)
        let now = platform.clock.now()
        let settings = platform.settings
        let app = caller.app
        let outcome = try await platform.store.refreshLogin(hash: refresh.hash) { stored -> LoginRefresh in
            guard let stored, stored.login.app == app.id else { return .refuse(Self.unknown) }
            guard stored.login.isAlive else { return .refuse(Self.revoked) }
            guard !stored.isSpent else { return .end(login: stored.login.id) }
            guard accessToken.login.id == stored.login.id else { return .refuse(Platform.tokenUnknown) }
            guard !accessToken.isReplaced else { return .refuse(Self.replaced) }
            guard now < stored.expireTime else {
                return .refuse(PlatformError(.refreshTokenExpired, field: "refresh_token", "has expired; the user must sign in again"))
            }
            let scopes = stored.login.scopes.intersection(stored.granted).intersection(app.scopes)
            let tokens = LoginTokens(scopes: scopes, now: now, settings: settings)
            return .renew(login: stored.login, scopes: scopes, tokens: tokens, time: now)
        }
        switch outcome {
        case .refuse(let error): throw error
        case .end: throw Self.revoked
        case .renew(_, let scopes, let tokens, _): return Answer(scopes: scopes, tokens: tokens)
        }
    }

    private static let unknown = PlatformError(.refreshTokenUnknown, field: "refresh_token", "is none that was given to this app")
    private static let replaced = PlatformError(.tokenRevoked, field: "access_token", "was replaced by a newer one; show that")
    private static let revoked = PlatformError(
        .refreshTokenRevoked, field: "refresh_token", "was used before or its login has ended; the user must sign in again"
    )
}

extension Platform {
    /// An access token of one of this app's logins, alive or not.
    ///
    /// - Throws: 11022 for a text that cannot be one; 11019.
    package func token(_ token: AccessToken, of app: App) async throws -> StoredAccessToken {
        guard token.isWellFormed else {
            throw PlatformError(.tokenCheckFailed, "An access token has 64 digits out of 0-9 and a-f.")
        }
        guard let stored = try await store.accessToken(hash: token.hash), stored.login.app == app.id else { throw Self.tokenUnknown }
        return stored
    }

    package static let tokenUnknown = PlatformError(.tokenUnknown, "There is no such access token at this app.")
}
