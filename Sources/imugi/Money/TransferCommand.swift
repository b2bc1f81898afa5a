import ArgumentParser
import PayDomain

/// `imugi transfer`
struct TransferCommand: OperatorCommand {
    static let configuration = CommandConfiguration(
        commandName: "transfer",
        abstract: "Move a user's money between the spot and the open account.",
        discussion: """
            --account names the account that it leaves; it goes to the user's other one. Repeating it with the same reference does \
            nothing and says so, so it is safe to repeat when its answer was lost.
            """
    )

    @OptionGroup var entry: EntryOptions

    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest {
        .transferMoney(TransferMoney.Request(account: entry.account.selector, volume: entry.volume, reference: entry.reference))
    }
}
