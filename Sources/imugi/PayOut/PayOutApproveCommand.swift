import ArgumentParser
import PayDomain

/// `imugi payout approve`
struct PayOutApproveCommand: OperatorCommand {
    static let configuration = CommandConfiguration(commandName: "approve", abstract: "Let a pay-out that waits arrive.")

    @Argument(help: "The app's app_id.") var appID: String
    @Argument(help: "The trade_no of the pay-out, as imugi payout list shows it.") var tradeNo: String
    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .endReview(EndReview.Request(appID: appID, tradeNo: tradeNo, approves: true)) }
}
