import ArgumentParser
import PayDomain

/// `imugi user enable`
struct UserEnableCommand: OperatorCommand {
    static let configuration = CommandConfiguration(commandName: "enable", abstract: "Let a disabled user sign in again.")

    @OptionGroup var user: UserOptions
    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .enableUser(EnableUser.Request(user: user.selector, isEnabled: true)) }
}
