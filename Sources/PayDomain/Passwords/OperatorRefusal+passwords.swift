import PayCore

extension OperatorRefusal {
    /// A password that is not taken, in an operator's words.
    init(_ problem: PasswordProblem, _ kind: PasswordKind) {
        let field = kind.rawValue
        self =
            switch problem {
            case .length(let count, let allowed):
                .wrong(field, "must have \(allowed.lowerBound) to \(allowed.upperBound) characters; it has \(count)")
            case .controlCharacter: .wrong(field, "must not contain control characters, such as the end of a line")
            case .isName: .wrong(field, "must not be the user's name")
            case .isCommon: .wrong(field, "is one of the first that are tried when a password is guessed; choose another one")
            case .isOther:
                .wrong(
                    PasswordKind.tradePassword.rawValue, "must differ from the password, so that whoever learns one cannot pay"
                )
            case .isPresent: .wrong(field, "is the present one; choose another one")
            }
    }

    /// Too many passwords are being hashed.
    static let passwordsBusy = OperatorRefusal(.tooFrequent, "Too many passwords are being checked; try again in a moment.")
}

extension Platform {
    /// Runs what hashes passwords for an operator.
    ///
    /// - Throws: ``OperatorRefusal`` 8 for a password that is not taken, 12 if too many are being hashed.
    func hashingPasswords<Result: Sendable>(
        _ kind: PasswordKind, _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        do {
            return try await body()
        } catch let problem as PasswordProblem {
            throw OperatorRefusal(problem, kind)
        } catch is PasswordHasherBusy {
            throw OperatorRefusal.passwordsBusy
        }
    }

    /// Puts a new password in place of one of a user's two, as an operator says.
    ///
    /// - Throws: ``OperatorRefusal``: 8, 12.
    func replacePassword(_ kind: PasswordKind, of selector: UserSelector, with new: String) async throws -> UserReply {
        // A user is not changed again and again.
        for _ in 0..<3 {
            let user = try await self.user(selector)
            do {
                _ = try await hashingPasswords(kind) { try await ReplacePassword(self).run(kind, of: user, with: new) }
                if kind == .tradePassword { try await store.clearTradePasswordTries(user.id) }
                return try await reply(user.id)
            } catch DirectoryConflict.changed {
                continue
            }
        }
        throw OperatorRefusal(.tooFrequent, "The user is being changed by others; try again in a moment.")
    }
}
