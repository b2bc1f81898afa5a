import PayCore

/// The user who is signed in on a browser.
///
/// A session ends when it has not been used for ``PlatformSettings/sessionLifetime``, so that nobody is thrown out in the middle of
/// something, and at the latest ``PlatformSettings/sessionMaximum`` after the sign-in, so that whoever has stolen one cannot keep it alive.
package struct FindSession: Sendable {
    /// For how long a use need not be noted after another, in seconds: a session costs a write a few times an hour, and ends at most this
    /// much earlier than promised.
    private static let notePause: Int64 = 5 * 60

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Returns: `nil` if the session is unknown or has expired.
    package func run(_ id: SessionID) async throws -> User? {
        let now = platform.clock.now()
        guard let session = try await platform.store.session(idHash: id.hash, now: now) else { return nil }
        try await noteUse(of: session, at: now)
        return try await platform.store.user(session.user)
    }

    private func noteUse(of session: Session, at now: Timestamp) async throws {
        // A session must not end unused because its uses are noted too seldom.
        let pause = min(Self.notePause, platform.settings.sessionLifetime / 2)
        let earlier = now.advanced(bySeconds: -pause)
        guard session.lastUseTime <= earlier else { return }
        try await platform.store.noteUse(
            ofSession: session.idHash, at: now, unlessSince: earlier,
            expireTime: platform.sessionEnd(usedAt: now, since: session.createTime)
        )
    }
}

/// Ends a browser's session.
package struct SignOut: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    package func run(_ id: SessionID) async throws { try await platform.store.deleteSession(idHash: id.hash) }
}

extension Platform {
    /// Begins a session under a new random id.
    ///
    /// - Parameters:
    ///   - hash: of the password that was checked.
    ///   - earlier: ends if the new one begins.
    ///   - tries: the key of a count that starts anew then.
    /// - Returns: `nil` if the user may not sign in, or has another password by now.
    func beginSession(
        of user: UserID, ifPasswordIs hash: String, replacing earlier: SessionID?, forgettingTries tries: [UInt8]? = nil,
        from origin: SignInOrigin
    ) async throws -> SessionID? {
        let id = SessionID.generate()
        let now = clock.now()
        let session = Session(
            idHash: id.hash, user: user, createTime: now, expireTime: sessionEnd(usedAt: now, since: now), browser: origin.browser,
            address: origin.address
        )
        let hasBegun = try await store.insert(session, ifPasswordIs: hash, replacing: earlier?.hash, forgettingTries: tries)
        return hasBegun ? id : nil
    }

    /// When a session ends that was last used at `now`.
    fileprivate func sessionEnd(usedAt now: Timestamp, since createTime: Timestamp) -> Timestamp {
        // A maximum shorter than the lifetime would take back what the operator has set.
        let maximum = max(settings.sessionMaximum, settings.sessionLifetime)
        return min(now.advanced(bySeconds: settings.sessionLifetime), createTime.advanced(bySeconds: maximum))
    }
}
