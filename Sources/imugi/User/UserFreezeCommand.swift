import ArgumentParser
import PayDomain

/// `imugi user freeze`
struct UserFreezeCommand: OperatorCommand {
    static let configuration = CommandConfiguration(
        commandName: "freeze",
        abstract: "Let a user neither pay nor be paid, from now on."
    )

    @OptionGroup var user: UserOptions
    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .freezePayments(FreezePayments.Request(user: user.selector, isFrozen: true)) }
}
