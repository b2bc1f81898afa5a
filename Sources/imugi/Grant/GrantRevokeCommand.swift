import ArgumentParser
import PayDomain

/// `imugi grant revoke`
struct GrantRevokeCommand: OperatorCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Take back what a user allows an app.",
        discussion: "The user's logins at the app end at once, with their tokens. The user may authorise the app again."
    )

    @Argument(help: "The app.")
    var appID: String

    @OptionGroup var user: UserOptions
    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .revokeGrant(RevokeGrantForOperator.Request(user: user.selector, appID: appID)) }
}
