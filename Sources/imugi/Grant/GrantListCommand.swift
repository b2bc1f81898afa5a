import ArgumentParser
import PayDomain

/// `imugi grant list`
struct GrantListCommand: OperatorCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List what a user allows each app.")

    @OptionGroup var user: UserOptions
    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .listGrants(user.selector) }
}
