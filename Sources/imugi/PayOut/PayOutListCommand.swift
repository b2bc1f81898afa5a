import ArgumentParser
import PayDomain

/// `imugi payout list`
struct PayOutListCommand: OperatorCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the pay-outs that wait, the oldest first.")

    @Option(help: "The most pay-outs to list, 1 to 1000.")
    var limit = 100

    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .listReviews(limit: limit) }
}
