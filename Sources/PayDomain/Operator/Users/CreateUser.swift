import PayCore

/// Enters a user.
package struct CreateUser: Sendable {
    package struct Request: Hashable, Codable, Sendable {
        /// `nil` for the next free number.
        package let uid: Int64?
        /// What the user signs in with.
        package let name: String
        /// `nil`: nobody can sign in, as with an account that holds an app's money.
        package let password: String?
        /// `nil`: the user cannot pay until one is set.
        package let tradePassword: String?

        package init(uid: Int64? = nil, name: String, password: String? = nil, tradePassword: String? = nil) {
            self.uid = uid
            self.name = name
            self.password = password
            self.tradePassword = tradePassword
        }
    }

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: ``OperatorRefusal``: 8, 12.
    package func run(_ request: Request) async throws -> UserReply {
        let name = try OperatorInput.name(request.name)
        let uid = try request.uid.map { uid in try OperatorInput.uid(uid) }
        if let password = request.password { try PasswordRules.checkPassword(password, name: name) }
        if let tradePassword = request.tradePassword {
            try PasswordRules.checkTradePassword(tradePassword)
            guard tradePassword != request.password else { throw PasswordRules.tradePasswordIsPassword }
        }
        guard try await platform.store.user(named: name) == nil else { throw Self.nameTaken(name) }
        let passwordHash = try await platform.hash(request.password)
        let tradePasswordHash = try await platform.hash(request.tradePassword)
        let user: User
        do {
            if let uid {
                user = User(id: uid, name: name, passwordHash: passwordHash, tradePasswordHash: tradePasswordHash, paymentsFrozen: false)
                try await platform.change(.addUser(user))
                try await NextUser(platform).noteUsed(uid)
            } else {
                user = try await NextUser(platform).add(named: name, passwordHash: passwordHash, tradePasswordHash: tradePasswordHash)
            }
        } catch DirectoryConflict.exists {
            guard let uid, try await platform.store.user(named: name) == nil else { throw Self.nameTaken(name) }
            throw OperatorRefusal(
                .badParameter, field: "uid", "There is a user \(uid) already.", advice: "Leave uid out to be given the next free number."
            )
        }
        return UserReply(user, at: platform.clock.now())
    }

    private static func nameTaken(_ name: String) -> OperatorRefusal {
        OperatorRefusal(
            .badParameter, field: "name", "There is a user named \(quoted(name)) already.",
            advice: "See it with: imugi user show --name \(name)"
        )
    }
}

extension Platform {
    /// - Throws: ``OperatorRefusal`` 12 if too many passwords are being hashed.
    func hash(_ password: String?) async throws -> String? {
        guard let password else { return nil }
        do {
            return try await passwords.hash(password)
        } catch is PasswordHasherBusy {
            throw OperatorRefusal(.tooFrequent, "Too many passwords are being checked; try again in a moment.")
        }
    }
}
