import ArgumentParser
import PayDomain

/// `imugi withdraw`
struct WithdrawCommand: OperatorCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Take money off a user's account and off the platform.",
        discussion: "Repeating it with the same reference does nothing and says so, so it is safe to repeat when its answer was lost."
    )

    @OptionGroup var entry: EntryOptions

    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest {
        .moveMoney(MoveMoney.Request(kind: .withdrawal, account: entry.account.selector, volume: entry.volume, reference: entry.reference))
    }
}
