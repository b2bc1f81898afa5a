import ArgumentParser
import PayDomain

/// `imugi user show`
struct UserShowCommand: OperatorCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one user and what the user holds.")

    @OptionGroup var user: UserOptions
    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .showUser(user.selector) }
}
