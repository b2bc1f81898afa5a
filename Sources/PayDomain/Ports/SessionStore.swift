import PayCore

/// The sessions of users' browsers.
package protocol SessionStore: Sendable {
    /// Begins a session, if the user may still sign in and the password that was checked is still the user's.
    ///
    /// - Parameters:
    ///   - earlier: the hash of a session that ends in the same transaction, if the new one begins.
    ///   - tries: the key of a ``SignInCount`` that starts anew then.
    /// - Returns: whether it has begun.
    func insert(
        _ session: Session, ifPasswordIs hash: String, replacing earlier: [UInt8]?, forgettingTries tries: [UInt8]?
    ) async throws -> Bool
    /// The session, unless it has expired at `now`.
    func session(idHash: [UInt8], now: Timestamp) async throws -> Session?
    func deleteSession(idHash: [UInt8]) async throws

    /// Notes that a session is used, and until when it works now, unless that was noted since `earlier`: of any number of requests at the
    /// same time one writes. One that has expired stays so.
    func noteUse(ofSession idHash: [UInt8], at now: Timestamp, unlessSince earlier: Timestamp, expireTime: Timestamp) async throws

    /// A user's sessions that have not expired at `now`, those that were used last first.
    func sessions(of user: UserID, now: Timestamp, limit: Int) async throws -> [Session]

    /// Ends all sessions of a user but one.
    func deleteSessions(of user: UserID, except kept: [UInt8]) async throws
}
