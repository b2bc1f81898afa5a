import ArgumentParser
import PayDomain

/// `imugi deposit`
struct DepositCommand: OperatorCommand {
    static let configuration = CommandConfiguration(
        commandName: "deposit",
        abstract: "Put money from outside on a user's account.",
        discussion: "Repeating it with the same reference does nothing and says so, so it is safe to repeat when its answer was lost."
    )

    @OptionGroup var entry: EntryOptions

    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest {
        .moveMoney(MoveMoney.Request(kind: .deposit, account: entry.account.selector, volume: entry.volume, reference: entry.reference))
    }
}
