import Crypto

/// A secret that its holder shows as text and that the platform keeps only as a hash, so that whoever steals the database holds none.
package protocol HashedSecret: Hashable, Sendable {
    var text: String { get }

    /// Any text: one that was never given out simply opens nothing.
    init(_ text: String)
}

extension HashedSecret {
    /// A new one: 256 random bits as 64 hexadecimal digits.
    static func generate() -> Self { Self(SecureRandom.hex(bytes: 32)) }

    /// What is stored and looked up instead of the text: SHA-256, 32 bytes.
    package var hash: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

    /// Whether the text has the form of one that was given out.
    package var isWellFormed: Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }
}
