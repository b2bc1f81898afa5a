import ArgumentParser
import PayDomain

/// `imugi callback show`
struct CallbackShowCommand: OperatorCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show an order's callback and each attempt in full.",
        discussion: "What the receiver has sent stands behind a | and with its control characters spelt out."
    )

    @Argument(help: "The app's app_id.") var appID: String
    @Argument(help: "The order's trade_no.") var tradeNo: String
    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .showCallback(OrderSelector(appID: appID, tradeNo: tradeNo)) }
}
