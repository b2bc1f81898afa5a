/// The share of a payment that the platform keeps as commission: 0 up to, not including, 1, in millionths.
package struct CutRate: Hashable, Sendable {
    /// Millionths of the volume.
    package let millionths: Int

    package static let zero = CutRate(known: 0)
    private static let fractionDigits = 6

    private init(known millionths: Int) { self.millionths = millionths }

    /// - Returns: `nil` outside 0..<1,000,000.
    package init?(millionths: Int) {
        guard (0..<1_000_000).contains(millionths) else { return nil }
        self.millionths = millionths
    }

    /// Reads a rate such as `"0.01"`, with at most six digits after the point.
    ///
    /// - Returns: `nil` for any other text and for a rate of 1 or more.
    package init?(_ text: String) {
        guard let scale = Scale(digits: Self.fractionDigits), let amount = try? Amount(text, scale: scale),
            let millionths = Int(exactly: amount.units)
        else { return nil }
        self.init(millionths: millionths)
    }

    /// The canonical decimal text, such as `"0.01"`.
    package var text: String {
        guard let scale = Scale(digits: Self.fractionDigits), let amount = Amount(units: Int128(millionths)) else {
            preconditionFailure("a rate has at most six digits")
        }
        return amount.text(scale: scale)
    }

    /// The commission on `volume`, rounded down to the smallest unit (protocol, 5.1). This is the one place where a cut is rounded.
    package func cut(of volume: Amount) -> Amount {
        // Splitting by a million keeps the product far below 2^127 for every 38-digit volume, where `volume × rate` would not.
        let (millions, rest) = volume.units.quotientAndRemainder(dividingBy: 1_000_000)
        let cut = millions * Int128(millionths) + rest * Int128(millionths) / 1_000_000
        guard let amount = Amount(units: cut) else { preconditionFailure("a cut is smaller than its volume") }
        return amount
    }
}
