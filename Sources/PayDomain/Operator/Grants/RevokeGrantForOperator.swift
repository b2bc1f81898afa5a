import PayCore

/// Takes back what a user allows an app, in the user's name, as ``RevokeGrant`` does for the user.
package struct RevokeGrantForOperator: Sendable {
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
        guard let grant = try await RevokeGrant(platform).run(app.id, of: user.id) else {
            throw OperatorRefusal(
                .openIDUnknown, "\(quoted(user.name)) has never authorised the app \(quoted(app.id.text)). Nothing was done.",
                advice: "See what the user allows with: imugi grant list --uid \(user.id)"
            )
        }
        return GrantReply(grant, of: user)
    }
}
