import ArgumentParser
import PayDomain

/// `imugi key enable`
struct KeyEnableCommand: OperatorCommand {
    static let configuration = CommandConfiguration(commandName: "enable", abstract: "Let a disabled access key work again.")

    @Argument(help: "The access key, as imugi key list shows it.") var accessKey: String
    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .changeKey(ChangeKey.Request(accessKey: accessKey, isEnabled: true)) }
}
