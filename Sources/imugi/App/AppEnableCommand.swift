import ArgumentParser
import PayDomain

/// `imugi app enable`
struct AppEnableCommand: OperatorCommand {
    static let configuration = CommandConfiguration(commandName: "enable", abstract: "Let a disabled app work again.")

    @Argument(help: "The app's app_id.") var appID: String
    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest {
        var change = ChangeApp.Request(appID: appID)
        change.isEnabled = true
        return .changeApp(change)
    }
}
