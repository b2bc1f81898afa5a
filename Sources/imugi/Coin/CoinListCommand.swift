import ArgumentParser
import PayDomain

/// `imugi coin list`
struct CoinListCommand: OperatorCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List all coins.")

    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .listCoins }
}
