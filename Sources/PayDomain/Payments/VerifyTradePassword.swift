import PayCore

/// Checks a user's trade password, counting tries: after five wrong ones it is locked for a while (protocol, 5.2).
struct VerifyTradePassword: Sendable {
    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    /// - Throws: ``PaymentObstacle``: `tradePasswordNotSet`, `tradePasswordWrong`, `tradePasswordLocked`, `busy`.
    func run(_ password: String, of user: User) async throws {
        guard let hash = user.tradePasswordHash else { throw PaymentObstacle.tradePasswordNotSet }
        let now = platform.clock.now()
        let lockEnd = now.advanced(bySeconds: platform.settings.tradePasswordLock)
        let attempt = try await platform.store.beginTradePasswordTry(
            user.id, now: now, limit: platform.settings.tradePasswordTries, lockEnd: lockEnd
        )
        switch attempt {
        case .locked(let until): throw PaymentObstacle.tradePasswordLocked(until: until)
        case .allowed(let triesLeft):
            guard try await verify(password, against: hash, of: user) else {
                throw triesLeft > 0
                    ? PaymentObstacle.tradePasswordWrong(triesLeft: triesLeft) : PaymentObstacle.tradePasswordLocked(until: lockEnd)
            }
        }
        try await platform.store.clearTradePasswordTries(user.id)
    }

    private func verify(_ password: String, against hash: String, of user: User) async throws -> Bool {
        do {
            return try await platform.passwords.verify(password, against: hash, for: .known)
        } catch is PasswordHasherBusy {
            // It was never looked at, and so takes no try: or whoever keeps the platform busy could lock its payers out.
            try await platform.store.takeBackTradePasswordTry(user.id)
            throw PaymentObstacle.busy
        }
    }
}
