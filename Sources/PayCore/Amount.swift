/// A quantity of one coin, as an exact count of the coin's smallest unit.
///
/// The value knows nothing of its coin: a coin's ``Scale`` turns it to and from decimal text. An amount has at most 38 digits
/// (`|units| < 10^38`), so that it fits `Int128` here and `NUMERIC(38)` in a database. It may be negative, since postings are.
/// Arithmetic reports overflow as `nil` and never traps: an amount too large is the caller's mistake, to be refused.
package struct Amount: Hashable, Sendable {
    /// The count of smallest units.
    package let units: Int128

    /// The largest count of smallest units that an amount may hold: 38 nines.
    package static let maximumUnits: Int128 = 99_999_999_999_999_999_999_999_999_999_999_999_999

    package static let zero = Amount(unchecked: 0)
    package static let maximum = Amount(unchecked: maximumUnits)

    private init(unchecked units: Int128) { self.units = units }

    /// - Returns: `nil` if `units` has more than 38 digits.
    package init?(units: Int128) {
        guard units >= -Self.maximumUnits, units <= Self.maximumUnits else { return nil }
        self.units = units
    }

    package var isZero: Bool { units == 0 }
    package var isNegative: Bool { units < 0 }
    package var isPositive: Bool { units > 0 }

    /// The amount with the other sign; exact, since the range is symmetric.
    package static prefix func - (amount: Amount) -> Amount { Amount(unchecked: -amount.units) }

    /// The sum, or `nil` if it has more than 38 digits.
    package func adding(_ other: Amount) -> Amount? {
        let (sum, overflow) = units.addingReportingOverflow(other.units)
        return overflow ? nil : Amount(units: sum)
    }

    /// The difference, or `nil` if it has more than 38 digits.
    package func subtracting(_ other: Amount) -> Amount? { adding(-other) }
}

extension Amount: Comparable {
    package static func < (left: Amount, right: Amount) -> Bool { left.units < right.units }
}

/// How many digits a coin has after the decimal point: 0 to 18.
package struct Scale: Hashable, Sendable {
    package let digits: Int

    /// - Returns: `nil` outside 0...18.
    package init?(digits: Int) {
        guard (0...18).contains(digits) else { return nil }
        self.digits = digits
    }

    private init(known digits: Int) { self.digits = digits }

    /// The largest scale there is, 18.
    package static let maximum = Scale(known: 18)

    /// 10 to the power of the scale: how many smallest units make one coin.
    package var unitsPerCoin: Int128 {
        var power: Int128 = 1
        for _ in 0..<digits { power *= 10 }
        return power
    }
}
