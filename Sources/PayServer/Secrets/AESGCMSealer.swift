import Crypto
import Foundation
import PayDomain

/// Seals secrets with AES-256-GCM under a key derived from the master key.
///
/// A sealed secret is one byte that names the key and the form, 12 random bytes, the ciphertext, and a tag of 16 bytes. The first byte
/// and the context are authenticated with it.
package struct AESGCMSealer: Sealer {
    /// The key that this program seals under. A later one will have another number, and then both open.
    private static let keyNumber: UInt8 = 1

    private let key: SymmetricKey

    package init(masterKey: MasterKey) { key = masterKey.derivedKey(for: "seal/\(Self.keyNumber)") }

    package func seal(_ secret: [UInt8], for context: String) throws -> [UInt8] {
        let box = try AES.GCM.seal(secret, using: key, authenticating: Self.authenticated(context))
        guard let combined = box.combined else { preconditionFailure("a box with a 12-byte nonce has a combined form") }
        return [Self.keyNumber] + combined
    }

    package func open(_ sealed: [UInt8], for context: String) throws -> [UInt8] {
        guard sealed.first == Self.keyNumber, let box = try? AES.GCM.SealedBox(combined: Data(sealed.dropFirst())),
            let secret = try? AES.GCM.open(box, using: key, authenticating: Self.authenticated(context))
        else { throw SealBroken() }
        return Array(secret)
    }

    private static func authenticated(_ context: String) -> Data { Data([keyNumber] + Array(context.utf8)) }
}
