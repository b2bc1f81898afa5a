import ArgumentParser
import PayDomain

/// `imugi user list`
struct UserListCommand: OperatorCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List users.")

    @Option(help: "The most users to list, 1 to 10000.")
    var limit = 100

    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .listUsers(limit: limit) }
}
