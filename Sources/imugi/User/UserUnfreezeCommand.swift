import ArgumentParser
import PayDomain

/// `imugi user unfreeze`
struct UserUnfreezeCommand: OperatorCommand {
    static let configuration = CommandConfiguration(commandName: "unfreeze", abstract: "Let a user pay and be paid again.")

    @OptionGroup var user: UserOptions
    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .freezePayments(FreezePayments.Request(user: user.selector, isFrozen: false)) }
}
