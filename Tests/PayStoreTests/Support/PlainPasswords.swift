import PayDomain

/// Passwords in clear: no test of a store is about hashing.
struct PlainPasswords: PasswordHasher {
    func hash(_ password: String) async throws -> String { password }

    func verify(_ password: String, for caller: PasswordCaller, against hash: () async throws -> String?) async throws -> Bool {
        try await hash() == password
    }
}
