import ArgumentParser
import PayDomain

/// `imugi payout approve`
struct PayOutApproveCommand: OperatorCommand {
    static let configuration = CommandConfiguration(commandName: "approve", abstract: "Let a pay-out that waits arrive.")

    @Argument var appID: String
    @Argument var tradeNo: String
    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .endReview(EndReview.Request(appID: appID, tradeNo: tradeNo, approves: true)) }
}
