import ArgumentParser

/// `imugi coin`
struct CoinCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coin",
        abstract: "The platform's currencies.",
        subcommands: [CoinCreateCommand.self, CoinListCommand.self]
    )
}
