import ArgumentParser

/// `imugi callback`
struct CallbackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "callback",
        abstract: "The callbacks that tell apps of their orders.",
        subcommands: [CallbackListCommand.self, CallbackShowCommand.self, CallbackRedoCommand.self, CallbackReplayCommand.self]
    )
}
