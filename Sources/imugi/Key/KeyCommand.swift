import ArgumentParser

/// `imugi key`
struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "The access keys that apps' servers sign their calls with.",
        subcommands: [
            KeyCreateCommand.self, KeyListCommand.self, KeyEnableCommand.self, KeyDisableCommand.self, KeyBindCommand.self,
        ]
    )
}
