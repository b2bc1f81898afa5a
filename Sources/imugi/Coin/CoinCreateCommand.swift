import ArgumentParser
import PayDomain

/// `imugi coin create`
struct CoinCreateCommand: OperatorCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Enter a coin. Its code and its digits never change."
    )

    @Argument(help: "The coin_code: 1 to 16 characters out of 0-9 a-z.")
    var coinCode: String

    @Option(help: "Digits after the point, 0 to 18: how small its smallest unit is.")
    var digits: Int

    @Option(help: "The coin_id. Without it the next free number.")
    var coinID: Int?

    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest {
        .createCoin(CreateCoin.Request(coinCode: coinCode, fractionDigits: digits, coinID: coinID))
    }
}
