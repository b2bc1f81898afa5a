import ArgumentParser

/// `imugi price`
struct PriceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "price",
        abstract: "The prices that apps read from the market's list.",
        subcommands: [PriceSetCommand.self, PriceListCommand.self]
    )
}
