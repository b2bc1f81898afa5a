import ArgumentParser
import PayDomain

/// `imugi price set`
struct PriceSetCommand: OperatorCommand {
    static let configuration = CommandConfiguration(commandName: "set", abstract: "Set the last price of a pair of coins.")

    @Argument(help: "What is priced and in what: two codes of coins in capitals, such as BTC_USDT.")
    var symbol: String

    @Argument(help: "What one of the first costs in the second, such as 64000.5.")
    var closePrice: String

    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .setPrice(SetPrice.Request(symbol: symbol, closePrice: closePrice)) }
}
