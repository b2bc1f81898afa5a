import ArgumentParser
import PayDomain

/// `imugi callback redo`
struct CallbackRedoCommand: OperatorCommand {
    static let configuration = CommandConfiguration(
        commandName: "redo",
        abstract: "Send an order's callback again, now, whatever became of it before.",
        discussion: "What /api/v1/pay/callback/redo/ does for the app. Its 36 hours begin anew."
    )

    @Argument(help: "The app's app_id.") var appID: String
    @Argument(help: "The order's trade_no.") var tradeNo: String
    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .redoCallback(OrderSelector(appID: appID, tradeNo: tradeNo)) }
}
