import PayCore

/// A browser's proof that a user signed in.
package struct SessionID: HashedSecret {
    package let text: String

    package init(_ text: String) { self.text = text }
}

/// Why a sign-in failed. Name and password are not told apart.
package enum SignInFailure: Error, Hashable, Sendable {
    case wrong
    /// Too many tries lately, of this name or from this address.
    case tooOften
    /// Too many passwords are being checked. This one was not.
    case busy
}

/// Signs a user in on a browser.
package struct SignIn: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Parameters:
    ///   - earlier: the session that the browser has had until now. It ends with the sign-in.
    ///   - origin: whose tries are counted together.
    /// - Returns: the id of a new session; an earlier one is never reused.
    /// - Throws: ``SignInFailure``.
    package func run(
        name: String, password: String, replacing earlier: SessionID? = nil, from origin: SignInOrigin = SignInOrigin()
    ) async throws -> SessionID {
        let now = platform.clock.now()
        guard platform.signInThrottle.allows(name, from: origin, at: now) else { throw SignInFailure.tooOften }
        let user = try await platform.store.user(named: name)
        do {
            // An unknown name costs the same derivation as a wrong password, so the two take the same time.
            guard try await platform.passwords.verify(password, against: user?.passwordHash, for: .guest), let user,
                let hash = user.passwordHash
            else { throw SignInFailure.wrong }
            let id = SessionID.generate()
            let end = now.advanced(bySeconds: platform.settings.sessionLifetime)
            let session = Session(idHash: id.hash, user: user.id, createTime: now, expireTime: end)
            // An operator may have disabled the user, or changed the password, while this one was being checked.
            guard try await platform.store.insert(session, ifPasswordIs: hash, replacing: earlier?.hash) else {
                throw SignInFailure.wrong
            }
            platform.signInThrottle.forget(name, from: origin)
            return id
        } catch is PasswordHasherBusy {
            platform.signInThrottle.takeBack(name, from: origin)
            throw SignInFailure.busy
        }
    }
}

/// The user who is signed in on a browser.
package struct FindSession: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Returns: `nil` if the session is unknown or has expired.
    package func run(_ id: SessionID) async throws -> User? {
        guard let session = try await platform.store.session(idHash: id.hash, now: platform.clock.now()) else { return nil }
        return try await platform.store.user(session.user)
    }
}

/// Ends a browser's session.
package struct SignOut: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    package func run(_ id: SessionID) async throws { try await platform.store.deleteSession(idHash: id.hash) }
}
