import ArgumentParser
import PayDomain

/// `imugi user password`
struct UserPasswordCommand: OperatorCommand {
    static let configuration = CommandConfiguration(
        commandName: "password",
        abstract: "Give a user a new password to sign in with: 8 to 128 characters."
    )

    @OptionGroup var user: UserOptions
    @OptionGroup var password: PasswordOptions
    @OptionGroup var platform: PlatformOptions

    func request() throws -> OperatorRequest {
        .setPassword(SetPassword.Request(user: user.selector, password: try password.password("New password")))
    }
}
