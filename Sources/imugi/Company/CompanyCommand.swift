import ArgumentParser

/// `imugi company`
struct CompanyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "company",
        abstract: "The companies that own apps.",
        subcommands: [CompanyCreateCommand.self, CompanyListCommand.self]
    )
}
