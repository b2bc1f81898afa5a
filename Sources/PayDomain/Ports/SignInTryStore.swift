import PayCore

/// A count that a try to sign in is part of: that of a name, or of an address.
package struct SignInCount: Hashable, Sendable {
    /// 32 bytes that stand for the name or the address.
    package let key: [UInt8]
    /// The most tries within a window.
    package let limit: Int

    package init(key: [UInt8], limit: Int) {
        self.key = key
        self.limit = limit
    }
}

/// What became of a try to sign in.
package enum SignInTryAnswer: Hashable, Sendable {
    /// It counts, and may go on.
    case counted
    /// Under this key there have been as many tries as may be until then. Nothing was counted.
    case refused(key: [UInt8], until: Timestamp)
}

/// Counts tries to sign in, for all nodes together.
///
/// A count lives until its window is over, and no other try shortens that. Each call forgets more windows that are over than it begins, so
/// that the number of those that are kept is bounded by the tries of one window.
package protocol SignInTryStore: Sendable {
    /// Counts a try under each of the keys, or under none if it is over the limit of one: of tries that are made at the same time no more
    /// go on than may.
    ///
    /// - Parameter end: when the windows end that begin now.
    func countSignInTry(_ counts: [SignInCount], now: Timestamp, windowEnd end: Timestamp) async throws -> SignInTryAnswer
}
