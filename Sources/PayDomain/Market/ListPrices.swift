/// The last prices of pairs of coins, as the operator has set them (protocol, section 7).
package struct ListPrices: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Returns: a price for each symbol that has one, in the order in which they are asked for.
    package func run(_ symbols: [String]) -> [Price] {
        let prices = platform.directory.current.prices
        return symbols.compactMap { prices[$0] }
    }
}
