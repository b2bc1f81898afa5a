import ArgumentParser
import PayDomain

/// `imugi user trade-password`
struct UserTradePasswordCommand: OperatorCommand {
    static let configuration = CommandConfiguration(
        commandName: "trade-password",
        abstract: "Give a user a new trade password to confirm payments with: 6 to 128 characters.",
        discussion: """
            If too many wrong ones have locked it, the lock ends too. If it replaces one, the user's payments are frozen for as long as
            trade-password-freeze says; imugi user unfreeze lets them go on at once.
            """
    )

    @OptionGroup var user: UserOptions
    @OptionGroup var password: PasswordOptions
    @OptionGroup var platform: PlatformOptions

    func request() throws -> OperatorRequest {
        .setTradePassword(SetTradePassword.Request(user: user.selector, tradePassword: try password.password("New trade password")))
    }
}
