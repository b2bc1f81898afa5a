/// The number of a coin, `coin_id`: positive.
package struct CoinID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let number: Int

    /// - Returns: `nil` unless positive.
    package init?(_ number: Int) {
        guard number > 0, number <= Int(Int32.max) else { return nil }
        self.number = number
    }

    package static func < (left: CoinID, right: CoinID) -> Bool { left.number < right.number }
    package var description: String { String(number) }
}

/// A currency of the platform.
package struct Coin: Hashable, Sendable {
    package let id: CoinID
    /// The protocol's `coin_code`: 1 to 16 characters out of `0-9 a-z`.
    package let code: String
    package let scale: Scale

    /// - Returns: `nil` if the code breaks the rule above.
    package init?(id: CoinID, code: String, scale: Scale) {
        let isLowerCase = code.utf8.allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
        }
        guard isLowerCase, (1...16).contains(code.utf8.count) else { return nil }
        self.id = id
        self.code = code
        self.scale = scale
    }
}
