import ArgumentParser

/// `imugi app`
struct AppCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "app",
        abstract: "The apps that take payments from users and pay out to them.",
        subcommands: [
            AppCreateCommand.self, AppListCommand.self, AppShowCommand.self, AppSetCommand.self, AppEnableCommand.self,
            AppDisableCommand.self,
        ]
    )
}
