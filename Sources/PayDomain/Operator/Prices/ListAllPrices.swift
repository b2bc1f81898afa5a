/// Every price that is set, by its symbol.
package struct ListAllPrices: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    package func run() -> [PriceReply] {
        platform.directory.current.prices.values.sorted { $0.symbol < $1.symbol }.map { PriceReply($0) }
    }
}
