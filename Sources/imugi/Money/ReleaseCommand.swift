import ArgumentParser
import PayDomain

/// `imugi release`
struct ReleaseCommand: OperatorCommand {
    static let configuration = CommandConfiguration(commandName: "release", abstract: "Free what imugi hold has frozen.")

    @OptionGroup var account: AccountOptions

    @Option(help: "The hold's reference.")
    var reference: String

    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .releaseHold(ReleaseHold.Request(account: account.selector, reference: reference)) }
}
