import ArgumentParser
import PayDomain

/// `imugi audit`
struct AuditCommand: OperatorCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Prove the ledger: check every invariant over all that is stored.",
        discussion: """
            Ends with status 0 if everything holds and with 1 if anything does not. Keep the chain head of each audit somewhere else: \
            a ledger that was replaced by an older one or rewritten does not come to the same head again.
            """
    )

    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .auditLedger }
}
