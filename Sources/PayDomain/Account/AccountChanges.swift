import PayCore

/// A user has changed too much of the account lately. Nothing was done.
package struct TooManyAccountChanges: Error {
    package init() {}
}

/// Counts what a user changes of the directory by themselves: each change holds up payments for a moment, and nobody's hurry or malice is
/// to be felt by others.
package struct CountAccountChange: Sendable {
    /// Within ``SignInThrottle/window``.
    package static let maximum = 60

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: ``TooManyAccountChanges``.
    package func run(by user: UserID) async throws {
        let throttle = platform.signInThrottle
        let attempt = throttle.attempt(changing: user, limit: Self.maximum)
        guard try await throttle.allows(attempt, at: platform.clock.now()) else { throw TooManyAccountChanges() }
    }
}
