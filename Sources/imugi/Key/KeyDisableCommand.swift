import ArgumentParser
import PayDomain

/// `imugi key disable`
struct KeyDisableCommand: OperatorCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable",
        abstract: "Refuse every call signed with an access key, from now on."
    )

    @Argument(help: "The access key, as imugi key list shows it.") var accessKey: String
    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .changeKey(ChangeKey.Request(accessKey: accessKey, isEnabled: false)) }
}
