import ArgumentParser
import PayDomain

/// `imugi app show`
struct AppShowCommand: OperatorCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one app.")

    @Argument(help: "The app's app_id.") var appID: String

    @Flag(help: "Show its check key and strong secret too.")
    var secrets = false

    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .showApp(ShowApp.Request(appID: appID, withSecrets: secrets)) }
}
