import PayCore

/// Sets the last price of a pair of coins, which apps read from the market's list.
package struct SetPrice: Sendable {
    package struct Request: Hashable, Codable, Sendable {
        /// Such as `BTC_USDT`.
        package let symbol: String
        /// A decimal text.
        package let closePrice: String

        package init(symbol: String, closePrice: String) {
            self.symbol = symbol
            self.closePrice = closePrice
        }
    }

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: ``OperatorRefusal``: 8.
    package func run(_ request: Request) async throws -> PriceReply {
        let parts = request.symbol.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] != parts[1], request.symbol == request.symbol.uppercased() else {
            throw OperatorRefusal.wrong(
                "symbol", "must be two codes of coins in capitals, such as BTC_USDT; it is \(quoted(request.symbol))")
        }
        for part in parts { _ = try platform.directory.current.coin(for: part.lowercased()) }
        let amount: Amount
        do { amount = try Amount(request.closePrice, scale: .maximum) } catch {
            throw OperatorRefusal.wrong("close_price", "\(error); it is \(quoted(request.closePrice))")
        }
        guard amount.isPositive else { throw OperatorRefusal.wrong("close_price", "must be more than 0") }
        let price = Price(symbol: request.symbol, closePrice: amount.text(scale: .maximum), time: platform.clock.now())
        try await platform.change(.setPrice(price))
        return PriceReply(price)
    }
}
