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
        if let password = request.password { try Self.check(password, .password, name) }
        if let tradePassword = request.tradePassword {
            try Self.check(tradePassword, .tradePassword, name)
            guard tradePassword != request.password else { throw OperatorRefusal(.isOther, .tradePassword) }
        }
        guard try await platform.store.user(named: name) == nil else { throw Self.nameTaken(name) }
        let passwordHash = try await hash(request.password, .password)
        let tradePasswordHash = try await hash(request.tradePassword, .tradePassword)
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

    private func hash(_ password: String?, _ kind: PasswordKind) async throws -> String? {
        guard let password else { return nil }
        return try await platform.hashingPasswords(kind) { try await platform.passwords.hash(password) }
    }

    private static func check(_ password: String, _ kind: PasswordKind, _ name: String) throws(OperatorRefusal) {
        do {
            try PasswordRules.check(password, as: kind, name: name)
        } catch {
            throw OperatorRefusal(error, kind)
        }
    }

    private static func nameTaken(_ name: String) -> OperatorRefusal {
        OperatorRefusal(
            .badParameter, field: "name", "There is a user named \(quoted(name)) already.",
            advice: "See it with: imugi user show --name \(name)"
        )
    }
}
