import ArgumentParser
import PayDomain

/// `imugi user unfreeze`
struct UserUnfreezeCommand: OperatorCommand {
    static let configuration = CommandConfiguration(
        commandName: "unfreeze",
        abstract: "Let a user pay and be paid again.",
        discussion: "A freeze after a change of the trade password ends too."
    )

    @OptionGroup var user: UserOptions
    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .freezePayments(FreezePayments.Request(user: user.selector, isFrozen: false)) }
}
