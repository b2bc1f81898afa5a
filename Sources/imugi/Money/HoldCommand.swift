import ArgumentParser
import PayDomain

/// `imugi hold`
struct HoldCommand: OperatorCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Freeze part of a user's balance until imugi release.",
        discussion: "Repeating it with the same reference does nothing and says so."
    )

    @OptionGroup var account: AccountOptions

    @Option(help: "How much, such as 12.5.")
    var volume: String

    @Option(help: "Your own number of it, never used before: 1 to 64 characters out of 0-9 A-Z a-z _ . : -")
    var reference: String

    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest {
        .holdBalance(HoldBalance.Request(account: account.selector, volume: volume, reference: reference))
    }
}
