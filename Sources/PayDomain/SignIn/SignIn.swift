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
        let throttle = platform.signInThrottle
        let attempt = throttle.attempt(name, from: origin)
        guard !throttle.refuses(attempt, at: platform.clock.now()) else { throw SignInFailure.tooOften }
        guard let (user, hash) = try await check(password, of: name, attempt) else { throw SignInFailure.wrong }
        // An operator may have disabled the user, or changed the password, while this one was being checked.
        let session = try await platform.beginSession(
            of: user, ifPasswordIs: hash, replacing: earlier, forgettingTries: attempt.name.key, from: origin
        )
        guard let session else { throw SignInFailure.wrong }
        throttle.forget(attempt)
        return session
    }

    /// Counts the try once its turn to be checked has come: one that is not looked at does not count, and a flood of tries writes to the
    /// store no faster than passwords are checked.
    ///
    /// - Returns: the user whose password it is, and the password's hash; `nil` if it is wrong.
    private func check(
        _ password: String, of name: String, _ attempt: SignInThrottle.Attempt
    ) async throws -> (user: UserID, hash: String)? {
        var user: User?
        do {
            // An unknown name costs the same derivation as a wrong password, so the two take the same time.
            let isRight = try await platform.passwords.verify(password, for: .guest) {
                guard try await platform.signInThrottle.allows(attempt, at: platform.clock.now()) else { throw SignInFailure.tooOften }
                user = try await platform.store.user(named: name)
                return user?.passwordHash
            }
            guard isRight, let user, let hash = user.passwordHash else { return nil }
            return (user.id, hash)
        } catch is PasswordHasherBusy {
            throw SignInFailure.busy
        }
    }
}
