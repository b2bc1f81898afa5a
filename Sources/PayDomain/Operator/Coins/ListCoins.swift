import PayCore

/// Lists every coin, by `coin_id`.
package struct ListCoins: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    package func run() -> [CoinReply] { platform.directory.current.coins.values.sorted { $0.id < $1.id }.map(CoinReply.init) }
}
