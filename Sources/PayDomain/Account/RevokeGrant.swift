import PayCore

/// Takes back what a user allows an app. The user's logins there end at once, with their tokens, and so does being signed in without being
/// asked; the user's names at the app stay.
package struct RevokeGrant: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Returns: the grant as it is now; `nil` if the user has never authorised the app.
    @discardableResult
    package func run(_ app: AppID, of user: UserID) async throws -> Grant? {
        guard let grant = try await platform.store.grant(of: app, user: user) else { return nil }
        // Each change holds payments up for a moment, so that none is made for nothing. Logins end with what was allowed.
        guard !grant.scopes.isEmpty else { return grant }
        try await platform.change(.revokeGrant(app: app, user: user))
        return Grant(app: app, user: user, openID: grant.openID, unionID: grant.unionID, scopes: .none)
    }
}

/// Takes back what a user allows every app.
package struct RevokeAllGrants: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Returns: the apps that may do nothing any more.
    @discardableResult
    package func run(of user: UserID) async throws -> [AppID] {
        let apps = try await platform.store.grants(of: user).filter { !$0.scopes.isEmpty }.map(\.app)
        for app in apps { try await RevokeGrant(platform).run(app, of: user) }
        return apps
    }
}
