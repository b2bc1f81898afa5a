/// What a platform was made for. One of the one kind is never opened as the other.
package enum StorePurpose: String, Sendable {
    case serve
    case sandbox
}

/// Tells whether a platform's secrets were sealed under the master key that it is opened with: a known word, sealed when it was made.
package struct KeyCheck: Sendable {
    private static let context = "installation"
    private static let word = Array("imugi".utf8)

    private let sealer: any Sealer

    package init(_ sealer: any Sealer) { self.sealer = sealer }

    /// What a new platform keeps.
    package func sealed() throws -> [UInt8] { try sealer.seal(Self.word, for: Self.context) }

    package func isRight(_ sealed: [UInt8]) throws -> Bool {
        do {
            return try sealer.open(sealed, for: Self.context) == Self.word
        } catch is SealBroken {
            return false
        }
    }
}
