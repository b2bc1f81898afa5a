import PayCore

/// Gives a user a new password to sign in with.
package struct SetPassword: Sendable {
    package struct Request: Hashable, Codable, Sendable {
        package let user: UserSelector
        package let password: String

        package init(user: UserSelector, password: String) {
            self.user = user
            self.password = password
        }
    }

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: ``OperatorRefusal``: 8, 12.
    package func run(_ request: Request) async throws -> UserReply {
        try await platform.replacePassword(.password, of: request.user, with: request.password)
    }
}
