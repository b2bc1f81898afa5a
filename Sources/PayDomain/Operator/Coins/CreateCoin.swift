import PayCore

/// Enters a coin. Its code and its number of fraction digits never change, since every stored amount depends on them.
package struct CreateCoin: Sendable {
    package struct Request: Hashable, Codable, Sendable {
        package let coinCode: String
        package let fractionDigits: Int
        /// `nil` for the next free number.
        package let coinID: Int?

        package init(coinCode: String, fractionDigits: Int, coinID: Int? = nil) {
            self.coinCode = coinCode
            self.fractionDigits = fractionDigits
            self.coinID = coinID
        }
    }

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: ``OperatorRefusal``: 8.
    package func run(_ request: Request) async throws -> CoinReply {
        let changed = try await platform.change { directory in .addCoin(try Self.coin(request, in: directory)) }
        return CoinReply(try changed.coin(for: request.coinCode))
    }

    /// - Parameter directory: is to have the coin, and lacks it.
    private static func coin(_ request: Request, in directory: Directory) throws(OperatorRefusal) -> Coin {
        guard let scale = Scale(digits: request.fractionDigits) else {
            throw .wrong("fraction_digits", "must be 0 to 18; it is \(request.fractionDigits)")
        }
        let number = request.coinID ?? (directory.coins.keys.max()?.number ?? 0) + 1
        guard let id = CoinID(number) else { throw .wrong("coin_id", "must be 1 to \(Int32.max); it is \(number)") }
        guard let coin = Coin(id: id, code: request.coinCode, scale: scale) else {
            throw .wrong("coin_code", "must be 1 to 16 characters out of 0-9 a-z; it is \(quoted(request.coinCode))")
        }
        guard directory.coinsByCode[coin.code] == nil else { throw exists("coin_code", "There is a coin \(quoted(coin.code)) already.") }
        guard directory.coins[id] == nil else { throw exists("coin_id", "There is a coin number \(id) already.") }
        return coin
    }

    private static func exists(_ field: String, _ message: String) -> OperatorRefusal {
        OperatorRefusal(.badParameter, field: field, message, advice: "See all coins with: imugi coin list")
    }
}
