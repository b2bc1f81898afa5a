import ArgumentParser
import PayDomain

/// `imugi key list`
struct KeyListCommand: OperatorCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List access keys, without their secrets.")

    @Argument(help: "The app whose keys to list. Without it those of all apps.")
    var appID: String?

    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .listKeys(appID: appID) }
}
