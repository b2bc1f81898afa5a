import PayCore

/// Takes back what a user allows an app, in the user's name: the user's logins at the app end at once, with their tokens.
package struct RevokeGrant: Sendable {
    package struct Request: Hashable, Codable, Sendable {
        package let user: UserSelector
        package let appID: String

        package init(user: UserSelector, appID: String) {
            self.user = user
            self.appID = appID
        }
    }

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: ``OperatorRefusal``: 8, 11003, 11015.
    package func run(_ request: Request) async throws -> GrantReply {
        let user = try await platform.user(request.user)
        let app = try platform.directory.current.app(for: request.appID)
        guard try await platform.store.grant(of: app.id, user: user.id) != nil else {
            throw OperatorRefusal(
                .openIDUnknown, "\(quoted(user.name)) has never authorised the app \(quoted(app.id.text)). Nothing was done.",
                advice: "See what the user allows with: imugi grant list --uid \(user.id)"
            )
        }
        try await platform.change(.revokeGrant(app: app.id, user: user.id))
        guard let grant = try await platform.store.grant(of: app.id, user: user.id) else {
            preconditionFailure("a grant that was taken back keeps its names")
        }
        return GrantReply(grant, of: user)
    }
}
