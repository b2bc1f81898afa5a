/// Why a text is not an amount of a coin. Each case reads as the rest of a sentence that begins with the field's name.
package enum AmountTextError: Error, Hashable, Sendable, CustomStringConvertible {
    case malformed
    case leadingZero
    case tooManyDigits
    case tooManyFractionDigits(Scale)

    package var description: String {
        switch self {
        case .malformed: "must be a decimal number of plain digits with at most one point between them, such as \"12.5\""
        case .leadingZero: "must not start with a zero that is not directly before the point"
        case .tooManyDigits: "must have at most 20 digits before the point"
        case .tooManyFractionDigits(let scale):
            "must have at most \(scale.digits) digits after the point, the smallest unit of this coin"
        }
    }
}

extension Amount {
    /// The most digits before the point: with 18 after it, 38 in all.
    package static let maximumIntegerDigits = 20

    /// Reads an amount as the protocol writes it (section 5): ASCII digits with at most one point between them, no sign, no
    /// exponent, no spaces, no leading zero but a single one before the point, and no more fraction digits than the coin has, not
    /// even zeros. Zero is read; whether it is allowed is the caller's rule.
    ///
    /// - Throws: ``AmountTextError``, for every text that is not exactly that. Nothing is rounded.
    package init(_ text: String, scale: Scale) throws(AmountTextError) {
        var units: Int128 = 0
        var integerDigits = 0
        var fractionDigits = 0
        var seenPoint = false
        var first: UInt8 = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if seenPoint {
                    fractionDigits += 1
                    guard fractionDigits <= scale.digits else { throw .tooManyFractionDigits(scale) }
                } else {
                    if integerDigits == 0 { first = byte }
                    integerDigits += 1
                    if integerDigits == 2, first == UInt8(ascii: "0") { throw .leadingZero }
                    guard integerDigits <= Self.maximumIntegerDigits else { throw .tooManyDigits }
                }
                // At most 20 + 18 digits get here, so this stays below 10^38.
                units = units * 10 + Int128(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "."):
                guard !seenPoint, integerDigits > 0 else { throw .malformed }
                seenPoint = true
            default:
                throw .malformed
            }
        }
        guard integerDigits > 0, !seenPoint || fractionDigits > 0 else { throw .malformed }
        for _ in fractionDigits..<scale.digits { units *= 10 }
        self.init(exactly38: units)
    }

    private init(exactly38 units: Int128) {
        guard let amount = Amount(units: units) else { preconditionFailure("20 + 18 digits always fit 38") }
        self = amount
    }

    /// The canonical text: no exponent, no trailing zeros after the point, `"0"` for zero, a minus sign for less.
    package func text(scale: Scale) -> String {
        let magnitude = units.magnitude
        let perCoin = scale.unitsPerCoin.magnitude
        let (whole, fraction) = magnitude.quotientAndRemainder(dividingBy: perCoin)
        var text = units < 0 ? "-" : ""
        text += Self.digits(whole)
        guard fraction != 0 else { return text }
        var digits = Self.digits(fraction)
        text += "."
        text += String(repeating: "0", count: scale.digits - digits.utf8.count)
        while digits.utf8.last == UInt8(ascii: "0") { digits.removeLast() }
        return text + digits
    }

    /// The count of smallest units as decimal digits, as the stores keep it.
    package var unitsText: String { (units < 0 ? "-" : "") + Self.digits(units.magnitude) }

    /// Reads ``unitsText`` back.
    ///
    /// - Returns: `nil` unless the text is exactly what ``unitsText`` prints, so that what is stored parses and prints to itself.
    package init?(unitsText text: String) {
        var magnitude: Int128 = 0
        var count = 0
        var negative = false
        for byte in text.utf8 {
            if byte == UInt8(ascii: "-"), count == 0, !negative {
                negative = true
                continue
            }
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), count < 38 else { return nil }
            guard !(count > 0 && magnitude == 0) else { return nil }
            magnitude = magnitude * 10 + Int128(byte - UInt8(ascii: "0"))
            count += 1
        }
        guard count > 0, !(negative && magnitude == 0) else { return nil }
        self.init(units: negative ? -magnitude : magnitude)
    }

    /// Most amounts fit 64 bits, where printing is several times faster than with 128.
    private static func digits(_ magnitude: UInt128) -> String {
        if let small = UInt64(exactly: magnitude) { return String(small) }
        return String(magnitude)
    }
}
