import ArgumentParser

/// `imugi receipt`
struct ReceiptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt",
        abstract: "The receipts that users print of their payments.",
        subcommands: [ReceiptVerifyCommand.self]
    )
}
