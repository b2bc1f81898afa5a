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
        let user = try await platform.user(request.user)
        try PasswordRules.checkTradePassword(request.tradePassword)
        if try await platform.verify(request.tradePassword, against: user.passwordHash) { throw PasswordRules.tradePasswordIsPassword }
        guard let hash = try await platform.hash(request.tradePassword) else { preconditionFailure("a password has a hash") }
        try await platform.change(.setTradePassword(user.id, hash: hash, frozenUntil: platform.tradePasswordFreezeEnd()))
        try await platform.store.clearTradePasswordTries(user.id)
        return try await platform.reply(user.id)
    }
}

extension PasswordRules {
    static let tradePasswordIsPassword = OperatorRefusal.wrong(
        "trade_password", "must differ from the password, so that whoever learns one cannot pay"
    )
}

extension Platform {
    /// Whether a password is the one behind `hash`; none is behind `nil`.
    ///
    /// - Throws: ``OperatorRefusal`` 12 if too many passwords are being hashed.
    func verify(_ password: String, against hash: String?) async throws -> Bool {
        guard let hash else { return false }
        do {
            return try await passwords.verify(password, against: hash, for: .known)
        } catch is PasswordHasherBusy {
            throw OperatorRefusal(.tooFrequent, "Too many passwords are being checked; try again in a moment.")
        }
    }
}
