import ArgumentParser

/// `imugi user`
struct UserCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "The holders of accounts.",
        subcommands: [
            UserCreateCommand.self, UserListCommand.self, UserShowCommand.self, UserPasswordCommand.self, UserTradePasswordCommand.self,
            UserFreezeCommand.self, UserUnfreezeCommand.self, UserDisableCommand.self, UserEnableCommand.self,
        ]
    )
}
