import PayCore

/// An amount as a page shows it: every digit, with the whole part grouped by thousands, and the coin's code in capitals.
package struct PageAmount: Hashable, Sendable {
    /// Such as `1,234,567.000000000000000001`.
    package let digits: String
    /// Such as `USDT`.
    package let coin: String

    /// - Parameter canonical: decimal text as ``Amount/text(scale:)`` prints it. Nothing is rounded or dropped.
    package init(canonical: String, coinCode: String) {
        digits = Self.grouped(canonical)
        coin = coinCode.uppercased()
    }

    package init(_ amount: Amount, of coin: Coin) {
        self.init(canonical: amount.text(scale: coin.scale), coinCode: coin.code)
    }

    /// Digits and coin, with a space between.
    package var text: String { "\(digits) \(coin)" }

    /// Puts a comma before each group of three digits of the whole part, counted from the point. Every language of the pages writes
    /// numbers so, with these digits.
    private static func grouped(_ canonical: String) -> String {
        let bytes = Array(canonical.utf8)
        let sign = bytes.first == UInt8(ascii: "-") ? 1 : 0
        let point = bytes.firstIndex(of: UInt8(ascii: ".")) ?? bytes.count
        var grouped: [UInt8] = []
        grouped.reserveCapacity(bytes.count + bytes.count / 3)
        for (index, byte) in bytes.enumerated() {
            if index > sign, index < point, (point - index) % 3 == 0 { grouped.append(UInt8(ascii: ",")) }
            grouped.append(byte)
        }
        return String(decoding: grouped, as: UTF8.self)
    }
}
