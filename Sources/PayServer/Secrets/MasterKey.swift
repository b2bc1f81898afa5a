import Crypto
import Foundation

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
    package var text: String { key.withUnsafeBytes { Data($0).base64EncodedString() } }

    /// Reads 64 hexadecimal digits or base64 of 32 bytes; blanks around them are ignored.
    ///
    /// - Returns: `nil` for anything else.
    package init?(text: String) {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        if let bytes = Self.bytes(hex: trimmed) {
            self.init(bytes: bytes)
            return
        }
        // Foundation also reads base64 with stray bits at its end, which would be a typing mistake.
        guard let data = Data(base64Encoded: trimmed), data.base64EncodedString() == trimmed else { return nil }
        self.init(bytes: Array(data))
    }

    /// The key for one use. Keys of different purposes tell nothing about each other.
    func derivedKey(for purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Data("imugi/\(purpose)".utf8), outputByteCount: Self.byteCount)
    }

    private static func bytes(hex text: String) -> [UInt8]? {
        let digits = text.utf8.map { byte -> UInt8? in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
            default: nil
            }
        }
        let values = digits.compactMap { $0 }
        guard values.count == digits.count, values.count == 2 * byteCount else { return nil }
        return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}

extension MasterKey: CustomStringConvertible, CustomReflectable {
    /// Never the key itself, so that no log line can hold it.
    package var description: String { "MasterKey(withheld)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
