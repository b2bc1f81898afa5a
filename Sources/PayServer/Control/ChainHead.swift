import PayWire

/// The chain's last hash as it is printed and read back: 64 hexadecimal digits.
package enum ChainHead {
    static let byteCount = 32

    static func text(_ bytes: [UInt8]) -> String { Hex.encode(bytes) }

    /// - Returns: `nil` for anything else than 64 hexadecimal digits.
    package static func parse(_ text: String) -> [UInt8]? {
        guard let bytes = Hex.decode(text), bytes.count == byteCount else { return nil }
        return bytes
    }
}
