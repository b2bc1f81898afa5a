import ArgumentParser
import PayDomain

/// `imugi withdraw`
struct WithdrawCommand: OperatorCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Take money off a user's account and off the platform.",
        discussion: "Repeating it with the same reference does nothing and says so, so it is safe to repeat when its answer was lost."
    )

    @OptionGroup var account: AccountOptions

    @Option(help: "How much, such as 12.5.")
    var volume: String

    @Option(help: "Your own number of it, never used before: 1 to 64 characters out of 0-9 A-Z a-z _ . : -")
    var reference: String

    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest {
        .moveMoney(MoveMoney.Request(kind: .withdrawal, account: account.selector, volume: volume, reference: reference))
    }
}
