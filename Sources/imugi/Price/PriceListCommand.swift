import ArgumentParser
import PayDomain

/// `imugi price list`
struct PriceListCommand: OperatorCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the last price of each pair.")

    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .listPrices }
}
