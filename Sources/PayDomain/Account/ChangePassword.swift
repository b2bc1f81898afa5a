import PayCore

/// Why a user's own password was not changed. Nothing has changed then.
package enum PasswordChangeFailure: Error, Hashable, Sendable {
    /// The password that the user signs in with, which is asked for again, is wrong.
    case passwordWrong
    case tradePasswordWrong(triesLeft: Int)
    case tradePasswordLocked(until: Timestamp)
    /// The new one is not taken.
    case refused(PasswordProblem)
    /// Too many wrong passwords, or too many changes, lately.
    case tooOften
    /// Too many passwords are being checked. This one was not.
    case busy
}

/// Changes the password that a user signs in with. Every session and every login at an app ends; the browser that asks goes on in a new
/// session.
package struct ChangePassword: Sendable {
    package struct Request: Sendable {
        package let present: String
        package let new: String

        package init(present: String, new: String) {
            self.present = present
            self.new = new
        }
    }

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Parameter origin: of the browser that asks.
    /// - Returns: the id of the new session; `nil` if the user may not sign in any more.
    /// - Throws: ``PasswordChangeFailure``.
    package func run(_ request: Request, of user: UserID, from origin: SignInOrigin) async throws -> SessionID? {
        try await platform.changingPassword(of: user) { user in
            // What the new one is by itself is told without the present one: it says nothing about that.
            try PasswordRules.check(request.new, as: .password, name: user.name)
            guard !request.new.utf8.elementsEqual(request.present.utf8) else { throw PasswordProblem.isPresent }
            try await platform.checkPassword(request.present, of: user, from: origin)
            try await platform.countReplacement(of: .password, of: user)
            let hash = try await ReplacePassword(platform).run(.password, of: user, with: request.new)
            return try await platform.beginSession(of: user.id, ifPasswordIs: hash, replacing: nil, from: origin)
        }
    }
}

extension Platform {
    /// The changes of one user that may wait for one another at a node.
    private static let maximumWaitingChanges = 4

    /// Runs `change` with the user as it is, and again if somebody else has changed the user meanwhile. One change of a user runs at a time at
    /// a node and holds one place where passwords are hashed, so that no number of them keeps out those who pay.
    ///
    /// - Throws: ``PasswordChangeFailure``.
    func changingPassword<Result: Sendable>(
        of id: UserID, _ change: @Sendable (User) async throws -> Result
    ) async throws -> Result {
        do {
            return try await payerGate.run(id, waitingAtMost: Self.maximumWaitingChanges) {
                for _ in 0..<3 {
                    guard let user = try await store.user(id) else { preconditionFailure("users are never removed") }
                    do { return try await change(user) } catch DirectoryConflict.changed { continue }
                }
                throw PasswordChangeFailure.busy
            }
        } catch is KeyedGateFull {
            throw PasswordChangeFailure.busy
        } catch is PasswordHasherBusy {
            throw PasswordChangeFailure.busy
        } catch let problem as PasswordProblem {
            throw PasswordChangeFailure.refused(problem)
        }
    }

    /// Checks the password of a user who is signed in already, counting tries as for a sign-in, so that nobody guesses it in a session that
    /// is not theirs.
    ///
    /// - Throws: ``PasswordChangeFailure`` `passwordWrong`, `tooOften`; ``PasswordHasherBusy``, and then the try does not count.
    func checkPassword(_ password: String, of user: User, from origin: SignInOrigin) async throws {
        let attempt = signInThrottle.attempt(again: user.id, from: origin)
        guard !signInThrottle.refuses(attempt, at: clock.now()) else { throw PasswordChangeFailure.tooOften }
        let isRight = try await passwords.verify(password, for: .known) {
            guard try await signInThrottle.allows(attempt, at: clock.now()) else { throw PasswordChangeFailure.tooOften }
            return user.passwordHash
        }
        guard isRight else { throw PasswordChangeFailure.passwordWrong }
    }

    /// Counts a replacement that will be compared with the user's other password. Whether the two are the same is told, and would tell
    /// whoever knows one of them the other, if it could be asked more often than a wrong trade password can be entered.
    ///
    /// - Throws: ``PasswordChangeFailure`` `tooOften`.
    func countReplacement(of kind: PasswordKind, of user: User) async throws {
        let attempt = signInThrottle.attempt(replacing: kind, of: user.id, limit: settings.tradePasswordTries)
        guard try await signInThrottle.allows(attempt, at: clock.now(), within: settings.tradePasswordLock) else {
            throw PasswordChangeFailure.tooOften
        }
    }
}
