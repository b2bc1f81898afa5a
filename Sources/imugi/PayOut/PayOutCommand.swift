import ArgumentParser

/// `imugi payout`
struct PayOutCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payout",
        abstract: "The pay-outs that wait because they are above their app's limit.",
        subcommands: [PayOutListCommand.self, PayOutApproveCommand.self, PayOutRejectCommand.self]
    )
}
