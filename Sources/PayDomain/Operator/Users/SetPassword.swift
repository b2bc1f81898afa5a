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
        let user = try await platform.user(request.user)
        try PasswordRules.checkPassword(request.password, name: user.name)
        if try await platform.verify(request.password, against: user.tradePasswordHash) {
            throw PasswordRules.tradePasswordIsPassword
        }
        guard let hash = try await platform.hash(request.password) else { preconditionFailure("a password has a hash") }
        try await platform.change(.setPassword(user.id, hash: hash))
        return try await platform.reply(user.id)
    }
}
