import ArgumentParser
import PayDomain

/// `imugi user disable`
struct UserDisableCommand: OperatorCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable",
        abstract: "Let a user sign in no more, here or at any app, from now on.",
        discussion: "Ends every session and login of the user at once. Money can still be paid to the account."
    )

    @OptionGroup var user: UserOptions
    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .enableUser(EnableUser.Request(user: user.selector, isEnabled: false)) }
}
