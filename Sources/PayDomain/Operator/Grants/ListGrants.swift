/// What a user allows, or has once allowed, each app.
package struct ListGrants: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: ``OperatorRefusal``: 8.
    package func run(_ selector: UserSelector) async throws -> [GrantReply] {
        let user = try await platform.user(selector)
        return try await platform.store.grants(of: user.id).map { GrantReply($0, of: user) }
    }
}
