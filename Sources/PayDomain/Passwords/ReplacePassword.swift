import PayCore

/// Puts a new password in place of one of a user's two, whoever asks for it.
struct ReplacePassword: Sendable {
    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    /// A trade password that replaces one freezes the user's payments for a while.
    ///
    /// - Parameter user: as it was when whoever asks was found to be allowed to.
    /// - Returns: the new password's hash.
    /// - Throws: ``PasswordProblem``; ``PasswordHasherBusy``; ``DirectoryConflict`` `changed` if the user was changed meanwhile: of two
    ///   passwords that are replaced at the same time the second is compared anew, so that the two never become the same.
    func run(_ kind: PasswordKind, of user: User, with new: String) async throws -> String {
        try PasswordRules.check(new, as: kind, name: user.name)
        let other = kind == .password ? user.tradePasswordHash : user.passwordHash
        if let other, try await platform.passwords.verify(new, against: other, for: .known) { throw PasswordProblem.isOther }
        let hash = try await platform.passwords.hash(new)
        switch kind {
        case .password: try await platform.change(.setPassword(user.id, hash: hash, ifVersion: user.version))
        case .tradePassword:
            try await platform.change(
                .setTradePassword(user.id, hash: hash, frozenUntil: platform.tradePasswordFreezeEnd(), ifVersion: user.version))
        }
        return hash
    }
}
