import ArgumentParser
import PayDomain

/// `imugi hold`
struct HoldCommand: OperatorCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Freeze part of a user's balance until imugi release.",
        discussion: "Repeating it with the same reference does nothing and says so."
    )

    @OptionGroup var entry: EntryOptions

    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest {
        .holdBalance(HoldBalance.Request(account: entry.account.selector, volume: entry.volume, reference: entry.reference))
    }
}
