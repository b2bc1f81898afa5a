import PayDomain

/// Passwords in clear: no test of a store is about hashing.
struct PlainPasswords: PasswordHasher {
    func hash(_ password: String) async throws -> String { password }
    func verify(_ password: String, against hash: String?, for caller: PasswordCaller) async throws -> Bool { password == hash }
}
