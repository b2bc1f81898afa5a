/// The name of an app, `app_id`: 1 to 64 characters out of `0-9 A-Z a-z _ -`.
package struct AppID: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    /// - Returns: `nil` if the text breaks the rule above.
    package init?(_ text: String) {
        guard Identifier.isValid(text, allowingHyphen: true) else { return nil }
        self.text = text
    }

    package var description: String { text }
}

/// The name of a company, `company_id`, under the same rule as ``AppID``.
package struct CompanyID: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    /// - Returns: `nil` if the text breaks the rule.
    package init?(_ text: String) {
        guard Identifier.isValid(text, allowingHyphen: true) else { return nil }
        self.text = text
    }

    package var description: String { text }
}

/// The number that an app gives an order, unique within the app: `[0-9A-Za-z_]{1,64}`. It is opaque text, compared byte by byte, and
/// the key that makes a repeated call harmless.
package struct TradeNo: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    /// - Returns: `nil` if the text breaks the rule above.
    package init?(_ text: String) {
        guard Identifier.isValid(text, allowingHyphen: false) else { return nil }
        self.text = text
    }

    package var description: String { text }
}

/// A holder of platform accounts, `uid`: a positive integer below 2^53.
package struct UserID: Hashable, Sendable, CustomStringConvertible {
    package let number: Int64

    /// - Returns: `nil` unless `0 < number < 2^53`.
    package init?(_ number: Int64) {
        guard number > 0, number < 1 << 53 else { return nil }
        self.number = number
    }

    package var description: String { String(number) }
}

/// The platform's number of an order, `id`: positive, strictly increasing, below 2^53.
package struct OrderID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let number: Int64

    /// The first order of a platform has the number after this one.
    package static let base = OrderID(1_000_000)

    package init(_ number: Int64) { self.number = number }

    package static func < (left: OrderID, right: OrderID) -> Bool { left.number < right.number }
    package var description: String { String(number) }
}

/// The name by which one app knows a user: 1 to 64 characters out of `0-9 A-Z a-z _`.
package struct OpenID: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    /// - Returns: `nil` if the text breaks the rule above.
    package init?(_ text: String) {
        guard Identifier.isValid(text, allowingHyphen: false) else { return nil }
        self.text = text
    }

    package var description: String { text }
}

/// The name by which all apps of one company know a user, under the same rule as ``OpenID``.
package struct UnionID: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    /// - Returns: `nil` if the text breaks the rule.
    package init?(_ text: String) {
        guard Identifier.isValid(text, allowingHyphen: false) else { return nil }
        self.text = text
    }

    package var description: String { text }
}

private enum Identifier {
    /// The byte-wise check behind the identifier types; never by `Character`, for which `"\r\n"` is one letter.
    static func isValid(_ text: String, allowingHyphen: Bool) -> Bool {
        var count = 0
        for byte in text.utf8 {
            count += 1
            guard count <= 64 else { return false }
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "_"):
                continue
            case UInt8(ascii: "-") where allowingHyphen:
                continue
            default:
                return false
            }
        }
        return count > 0
    }
}
