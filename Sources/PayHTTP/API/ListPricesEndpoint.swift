import PayCore
import PayDomain
import PayWire

/// `/api/v1/market/real/list/`: the last prices of pairs of coins (protocol, section 7). Anybody may ask.
struct ListPricesEndpoint: ServerEndpoint, ClientEndpoint, OpenEndpoint {
    static let path = "/api/v1/market/real/list"
    static let scope: ScopeRule? = nil

    /// The most symbols that one call may ask for.
    private static let maximumSymbols = 200

    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    func run(_ fields: Fields, by caller: AppCaller) async throws -> AnswerData { try run(fields) }

    func run(_ fields: Fields, by caller: UserCaller) async throws -> AnswerData { try run(fields) }

    func run(_ fields: Fields) throws -> AnswerData {
        let symbols = try fields.requiredString("symbols").split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard symbols.count <= Self.maximumSymbols else {
            throw PlatformError.badParameter("symbols", "must name at most \(Self.maximumSymbols) pairs")
        }
        let prices = ListPrices(platform).run(symbols)
        return AnswerData { writer in
            writer.beginArray()
            for price in prices {
                writer.beginObject()
                writer.member("symbol", price.symbol)
                writer.member("close_price", price.closePrice)
                writer.endObject()
            }
            writer.endArray()
        }
    }
}
