/// For whom a password is checked.
package enum PasswordCaller: Hashable, Sendable {
    /// Anybody on the Internet who signs in.
    case guest
    /// A signed-in user who pays, or an operator. They have places of their own and go first, so that no flood of guests keeps them out.
    case known
}

/// Turns passwords into what may be stored, and checks them. Slow by design; callers wait for a bounded number of derivations.
package protocol PasswordHasher: Sendable {
    /// - Returns: a PHC string that holds algorithm, cost, salt and digest.
    /// - Throws: ``PasswordHasherBusy``.
    func hash(_ password: String) async throws -> String

    /// Takes the same time for a wrong password as for a right one.
    ///
    /// - Parameter hash: asked once when the caller's turn has come, so that nothing is done for one who is sent away. It returns `nil` when
    ///   there is no such user: then the same work is done and the answer is `false`. When it throws, no work is done.
    /// - Throws: ``PasswordHasherBusy``, and then `hash` was not asked; what `hash` throws; ``MalformedPasswordHash``.
    func verify(_ password: String, for caller: PasswordCaller, against hash: () async throws -> String?) async throws -> Bool
}

extension PasswordHasher {
    /// The same for a hash that is known already.
    package func verify(_ password: String, against hash: String?, for caller: PasswordCaller) async throws -> Bool {
        try await verify(password, for: caller) { hash }
    }
}

/// Too many derivations wait already; the caller answers code 12.
package struct PasswordHasherBusy: Error {
    package init() {}
}

/// A stored hash is not of a form that this program writes.
package struct MalformedPasswordHash: Error {
    package init() {}
}

/// Seals secrets that must be readable again under the master key.
package protocol Sealer: Sendable {
    /// - Parameter context: what the secret belongs to, such as `access-key/NAME`. Opening needs the same one, so that sealed secrets
    ///   cannot be exchanged for one another.
    func seal(_ secret: [UInt8], for context: String) throws -> [UInt8]

    /// - Throws: ``SealBroken``.
    func open(_ sealed: [UInt8], for context: String) throws -> [UInt8]
}

/// The sealed bytes were changed, belong to something else, or were sealed under another master key.
package struct SealBroken: Error {
    package init() {}
}
