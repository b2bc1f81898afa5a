import ArgumentParser
import PayDomain

/// `imugi receipt verify`
struct ReceiptVerifyCommand: OperatorCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Say whether the code on a receipt is genuine, and of which payment it is.",
        discussion: """
            Ends with status 0 if it is genuine and with 1 if it is not. The page /receipt says the same to anybody who has the code.
            """
    )

    @Argument(help: "The code, in any case and with or without its dashes: IMUGI-….")
    var code: String

    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .verifyReceipt(code: code) }
}
