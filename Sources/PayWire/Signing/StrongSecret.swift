/// An app's secret behind the strong signatures: 32 bytes, which people see as `whsec_` and their base64 (protocol, section 2).
package struct StrongSecret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    package static let byteCount = 32
    private static let prefix = "whsec_"

    package let bytes: [UInt8]

    /// - Returns: `nil` unless there are exactly 32 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Reads ``text`` back.
    ///
    /// - Returns: `nil` for every other text.
    package init?(text: String) {
        guard text.utf8.starts(with: Self.prefix.utf8),
            let bytes = Base64.decode(String(text.dropFirst(Self.prefix.count)))
        else { return nil }
        self.init(bytes: bytes)
    }

    /// `whsec_` and the base64. Only for showing it to its owner, once.
    package var text: String { Self.prefix + Base64.encode(bytes) }

    /// Keeps the secret out of logs.
    package var description: String { "\(Self.prefix)…" }
    package var debugDescription: String { description }
}
