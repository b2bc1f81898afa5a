import ArgumentParser

/// The command line.
@main
struct Imugi: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "imugi",
        abstract: "A self-hosted open-payment platform.",
        subcommands: [SandboxCommand.self]
    )
}
