import ArgumentParser

/// What every command that enters money in the ledger is told.
struct EntryOptions: ParsableArguments {
    @OptionGroup var account: AccountOptions

    @Option(help: "How much, such as 12.5.")
    var volume: String

    @Option(help: "Your own number of it, never used before: 1 to 64 characters out of 0-9 A-Z a-z _ . : -")
    var reference: String
}
