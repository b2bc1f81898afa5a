import PayCore

/// The last price of a pair, as an operator sees it.
package struct PriceReply: Hashable, Codable, Sendable {
    package let symbol: String
    package let closePrice: String
    /// Nanoseconds.
    package let time: Int64

    private enum CodingKeys: String, CodingKey {
        case symbol
        case closePrice = "close_price"
        case time
    }

    init(_ price: Price) {
        symbol = price.symbol
        closePrice = price.closePrice
        time = price.time.nanoseconds
    }
}
