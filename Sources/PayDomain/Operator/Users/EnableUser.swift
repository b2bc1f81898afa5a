import PayCore

/// Lets a user sign in, or not: disabling ends every session and login of the user at once. Money can still be paid to the account.
package struct EnableUser: Sendable {
    package struct Request: Hashable, Codable, Sendable {
        package let user: UserSelector
        package let isEnabled: Bool

        package init(user: UserSelector, isEnabled: Bool) {
            self.user = user
            self.isEnabled = isEnabled
        }
    }

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: ``OperatorRefusal``: 8.
    package func run(_ request: Request) async throws -> UserReply {
        let user = try await platform.user(request.user)
        // No payment that the user is confirming comes after the answer: the user's version has changed.
        try await platform.change(.setUserEnabled(user.id, request.isEnabled))
        return try await platform.reply(user.id)
    }
}
