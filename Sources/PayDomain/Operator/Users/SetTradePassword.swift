import PayCore

/// Gives a user a new trade password to confirm payments with, and ends its lock if it has one. If it replaces one, payments out of the
/// user's accounts are frozen for a while: whoever has talked support into it is not to empty them before the user notices.
package struct SetTradePassword: Sendable {
    package struct Request: Hashable, Codable, Sendable {
        package let user: UserSelector
        package let tradePassword: String

        package init(user: UserSelector, tradePassword: String) {
            self.user = user
            self.tradePassword = tradePassword
        }
    }

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: ``OperatorRefusal``: 8, 12.
    package func run(_ request: Request) async throws -> UserReply {
        try await platform.replacePassword(.tradePassword, of: request.user, with: request.tradePassword)
    }
}
