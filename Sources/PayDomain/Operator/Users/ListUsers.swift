import PayCore

/// Lists users, without what they hold.
package struct ListUsers: Sendable {
    /// The most users in one answer.
    package static let maximumLimit = 10_000

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Returns: at most `limit` users, and whether there are more.
    /// - Throws: ``OperatorRefusal``: 8.
    package func run(limit: Int) async throws -> (users: [UserReply], more: Bool) {
        guard (1...Self.maximumLimit).contains(limit) else {
            throw OperatorRefusal.wrong("limit", "must be 1 to \(Self.maximumLimit); it is \(limit)")
        }
        let users = try await platform.store.users(limit: limit + 1)
        let now = platform.clock.now()
        return (users.prefix(limit).map { UserReply($0, at: now) }, users.count > limit)
    }
}
