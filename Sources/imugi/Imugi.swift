import ArgumentParser

/// The command line.
@main
struct Imugi: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "imugi",
        abstract: "A self-hosted open-payment platform.",
        discussion: """
            To try it: imugi sandbox
            To go live: imugi master-key, imugi migrate, imugi coin create, imugi company create, imugi app create, imugi key create, \
            imugi user create, imugi serve. Each says what comes next.

            Commands that work on a platform go through its server while one runs, and open the data folder themselves otherwise.
            """,
        groupedSubcommands: [
            CommandGroup(name: "Run", subcommands: [SandboxCommand.self, ServeCommand.self]),
            CommandGroup(name: "Set-up", subcommands: [MasterKeyCommand.self, MigrateCommand.self]),
            CommandGroup(name: "Backup and moving", subcommands: [BackupCommand.self, RestoreCommand.self, CopyCommand.self]),
            CommandGroup(
                name: "Operator",
                subcommands: [
                    CompanyCommand.self, AppCommand.self, KeyCommand.self, CoinCommand.self, PriceCommand.self, UserCommand.self,
                    GrantCommand.self, DepositCommand.self, WithdrawCommand.self, TransferCommand.self, HoldCommand.self,
                    ReleaseCommand.self, PayOutCommand.self, CallbackCommand.self, ReceiptCommand.self,
                    AuditCommand.self,
                ]
            ),
        ]
    )
}
