import Crypto
import CryptoExtras
import Foundation
import PayDomain

/// Hashes passwords with scrypt. Before that, each password goes through HMAC under a key derived from the master key, so that whoever
/// steals the database alone cannot even begin to guess.
///
/// At most half of the machine's cores derive at a time, and at most ``maximumWaiting`` guests and as many known callers wait. With the
/// standard cost a derivation takes 64 MiB and a quarter of a second.
package struct ScryptPasswordHasher: PasswordHasher {
    /// How much work one derivation is.
    package struct Cost: Hashable, Sendable {
        /// The logarithm to base 2 of scrypt's N.
        package let logN: Int
        package let blockSize: Int
        package let parallelism: Int

        /// N = 2^16, r = 8, p = 1.
        package static let standard = Cost(knownLogN: 16)
        /// N = 2^12: the sandbox's passwords are public.
        package static let sandbox = Cost(knownLogN: 12)

        private init(knownLogN: Int) { (logN, blockSize, parallelism) = (knownLogN, 8, 1) }

        /// - Returns: `nil` for a cost of no sense, or one that would take more than 1 GiB.
        package init?(logN: Int, blockSize: Int, parallelism: Int) {
            guard (1...20).contains(logN), (1...16).contains(blockSize), (1...4).contains(parallelism),
                128 << logN * blockSize * parallelism <= 1 << 30
            else { return nil }
            self.logN = logN
            self.blockSize = blockSize
            self.parallelism = parallelism
        }
    }

    package static let maximumWaiting = 64

    private let pepper: SymmetricKey
    private let cost: Cost
    private let gate: DerivationGate
    /// What a password is checked against when there is no user; nothing derives to it.
    private let decoy: ScryptHash

    /// - Parameter gate: bounds the derivations; the default is the one described above.
    package init(masterKey: MasterKey, cost: Cost = .standard, gate: DerivationGate? = nil) {
        pepper = masterKey.derivedKey(for: "password-pepper/1")
        self.cost = cost
        let cores = ProcessInfo.processInfo.activeProcessorCount
        self.gate = gate ?? DerivationGate(maximumRunning: cores / 2, maximumWaiting: Self.maximumWaiting)
        decoy = ScryptHash(
            cost: cost, salt: SecureRandom.bytes(ScryptHash.saltBytes), digest: SecureRandom.bytes(ScryptHash.digestBytes)
        )
    }

    package func hash(_ password: String) async throws -> String {
        let salt = SecureRandom.bytes(ScryptHash.saltBytes)
        let digest = try await gate.withPlace(for: .known) { place in try await derive(password, salt: salt, cost: cost, in: place) }
        return ScryptHash(cost: cost, salt: salt, digest: digest.withUnsafeBytes { Array($0) }).text
    }

    package func verify(
        _ password: String, for caller: PasswordCaller, against hash: () async throws -> String?
    ) async throws -> Bool {
        try await gate.withPlace(for: caller) { place in
            guard let hash = try await hash() else {
                _ = try await derive(password, salt: decoy.salt, cost: decoy.cost, in: place)
                return false
            }
            guard let stored = ScryptHash(hash) else { throw MalformedPasswordHash() }
            let digest = try await derive(password, salt: stored.salt, cost: stored.cost, in: place)
            // Keys compare in constant time.
            return digest == SymmetricKey(data: stored.digest)
        }
    }

    private func derive(_ password: String, salt: [UInt8], cost: Cost, in place: DerivationGate.Place) async throws -> SymmetricKey {
        let peppered = Data(HMAC<SHA256>.authenticationCode(for: Data(password.utf8), using: pepper))
        return try await place.run {
            try KDF.Scrypt.deriveKey(
                from: peppered, salt: Data(salt), outputByteCount: ScryptHash.digestBytes, rounds: 1 << cost.logN,
                blockSize: cost.blockSize, parallelism: cost.parallelism
            )
        }
    }
}
