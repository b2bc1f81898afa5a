import PayCore

/// A coin as an operator sees it.
package struct CoinReply: Hashable, Codable, Sendable {
    package let coinID: Int
    package let coinCode: String
    package let fractionDigits: Int

    private enum CodingKeys: String, CodingKey {
        case coinID = "coin_id"
        case coinCode = "coin_code"
        case fractionDigits = "fraction_digits"
    }

    init(_ coin: Coin) {
        coinID = coin.id.number
        coinCode = coin.code
        fractionDigits = coin.scale.digits
    }
}
