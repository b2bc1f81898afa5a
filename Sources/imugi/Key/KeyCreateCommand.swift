import ArgumentParser
import PayDomain

/// `imugi key create`
struct KeyCreateCommand: OperatorCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make an access key for an app. Its secret is shown this once."
    )

    @Argument(help: "The app_id of the app that the key is for.") var appID: String

    @Option(help: "The only IP address that calls may come from. Give it once for each address; without it any.")
    var address: [String] = []

    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .createKey(CreateKey.Request(appID: appID, boundAddresses: address)) }
}
