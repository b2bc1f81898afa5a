/// The names that the shop makes up for what it asks for.
enum ShopNames {
    /// Which device the shop says a call comes from.
    static let device = "demo_shop"

    /// A new `trade_no`: 64 random bits, so that no two shops on one database, nor one after a restart, ever choose the same.
    static func tradeNo(_ kind: String) -> String { "\(kind)_\(state())" }

    /// A `state` that nobody guesses.
    static func state() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
