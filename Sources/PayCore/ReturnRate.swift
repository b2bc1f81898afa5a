/// The share of a payment that is given back: more than 0, at most 1, with at most 18 digits after the point (protocol, section 7).
package struct ReturnRate: Hashable, Sendable {
    /// In units of 10^-18.
    package let units: Int128

    /// Reads a rate such as `"0.25"`.
    ///
    /// - Returns: `nil` for any other text, for 0 and for more than 1.
    package init?(_ text: String) {
        guard let amount = try? Amount(text, scale: .maximum), amount.isPositive, amount.units <= Scale.maximum.unitsPerCoin else {
            return nil
        }
        units = amount.units
    }

    /// The share of `volume`, rounded down to the smallest unit; zero if it is less than one.
    package func share(of volume: Amount) -> Amount {
        // The product of 38 and 19 digits needs more than 128 bits, its quotient never does.
        let product = volume.units.magnitude.multipliedFullWidth(by: units.magnitude)
        let (share, _) = Scale.maximum.unitsPerCoin.magnitude.dividingFullWidth(product)
        guard let amount = Amount(units: Int128(share)) else { preconditionFailure("a share is at most its volume") }
        return amount
    }
}
