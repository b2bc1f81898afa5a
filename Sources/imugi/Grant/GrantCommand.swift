import ArgumentParser

/// `imugi grant`
struct GrantCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant",
        abstract: "What users allow apps.",
        subcommands: [GrantListCommand.self, GrantRevokeCommand.self]
    )
}
