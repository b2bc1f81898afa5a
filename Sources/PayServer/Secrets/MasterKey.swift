import Crypto
import Foundation
import PayWire

/// The one secret that the operator keeps outside the data folder. Every key that protects something in the folder is derived from it.
package struct MasterKey: Sendable {
    /// 256 bits.
    package static let byteCount = 32

    private let key: SymmetricKey

    /// - Returns: `nil` unless there are exactly 32 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        key = SymmetricKey(data: bytes)
    }

    private init(key: SymmetricKey) { self.key = key }

    /// A new random key.
    package static func generate() -> MasterKey { MasterKey(key: SymmetricKey(size: .bits256)) }

    /// The key of every sandbox, so that a kept sandbox folder opens again. It is public, as all of the sandbox's secrets are.
    package static let sandbox = MasterKey(key: SymmetricKey(data: SHA256.hash(data: Data("imugi sandbox master key".utf8))))

    /// The key as it is written into a file or the environment: base64.
    package var text: String { Base64.encode(key.withUnsafeBytes { Array($0) }) }

    /// Reads 64 hexadecimal digits or base64 of 32 bytes; blanks around them are ignored.
    ///
    /// - Returns: `nil` for anything else.
    package init?(text: String) {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let bytes = trimmed.utf8.count == 2 * Self.byteCount ? Hex.decode(trimmed) : Base64.decode(trimmed) else { return nil }
        self.init(bytes: bytes)
    }

    /// What the pages authenticate forms and known browsers under.
    var formKey: SymmetricKey { derivedKey(for: "page-forms/1") }

    /// What the codes of receipts are made under. It stays, or no receipt that was printed before is genuine any more.
    var receiptKey: SymmetricKey { derivedKey(for: "receipts/1") }

    /// The key for one use. Keys of different purposes tell nothing about each other.
    func derivedKey(for purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Data("imugi/\(purpose)".utf8), outputByteCount: Self.byteCount)
    }
}

extension MasterKey: CustomStringConvertible, CustomReflectable {
    /// Never the key itself, so that no log line can hold it.
    package var description: String { "MasterKey(withheld)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
