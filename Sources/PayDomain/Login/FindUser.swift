import PayCore

/// A user under the names by which an app and its company know the user (protocol, section 6).
package struct FindUser: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: 11015 if the app knows nobody under this name, or the user has taken the grant back.
    package func run(_ openID: OpenID, by caller: AppCaller) async throws -> Grant {
        guard let grant = try await platform.store.grant(of: caller.app.id, openID: openID), !grant.scopes.isEmpty else {
            throw Platform.openIDUnknown
        }
        return grant
    }
}
