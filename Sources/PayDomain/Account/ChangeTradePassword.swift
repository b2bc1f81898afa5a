import PayCore

/// Changes the trade password that a user confirms payments with, or sets the first one.
package struct ChangeTradePassword: Sendable {
    package struct Request: Sendable {
        /// What the user signs in with.
        package let password: String
        /// `nil`, or empty, where none is set.
        package let present: String?
        package let new: String

        package init(password: String, present: String?, new: String) {
            self.password = password
            self.present = present
            self.new = new
        }
    }

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Parameter origin: of the browser that asks.
    /// - Throws: ``PasswordChangeFailure``.
    package func run(_ request: Request, of user: UserID, from origin: SignInOrigin) async throws {
        try await platform.changingPassword(of: user) { user in
            try PasswordRules.check(request.new, as: .tradePassword, name: user.name)
            let (new, present) = (request.new.utf8, (request.present ?? "").utf8)
            guard !new.elementsEqual(request.password.utf8) else { throw PasswordProblem.isOther }
            if user.tradePasswordHash != nil, new.elementsEqual(present) { throw PasswordProblem.isPresent }
            try await platform.checkPassword(request.password, of: user, from: origin)
            if user.tradePasswordHash != nil { try await verify(request.present ?? "", of: user) }
            try await platform.countReplacement(of: .tradePassword, of: user)
            _ = try await ReplacePassword(platform).run(.tradePassword, of: user, with: request.new)
        }
    }

    private func verify(_ password: String, of user: User) async throws {
        do {
            try await VerifyTradePassword(platform).run(password, of: user)
        } catch PaymentObstacle.tradePasswordWrong(let triesLeft) {
            throw PasswordChangeFailure.tradePasswordWrong(triesLeft: triesLeft)
        } catch PaymentObstacle.tradePasswordLocked(let until) {
            throw PasswordChangeFailure.tradePasswordLocked(until: until)
        } catch PaymentObstacle.busy {
            throw PasswordChangeFailure.busy
        }
    }
}
