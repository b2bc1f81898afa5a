import ArgumentParser
import PayDomain

/// `imugi app disable`
struct AppDisableCommand: OperatorCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable",
        abstract: "Refuse an app's calls and payments to it, from now on.",
        discussion: "Callbacks of what has succeeded go on, and so do the app's keys once it is enabled again."
    )

    @Argument(help: "The app's app_id.") var appID: String
    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest {
        var change = ChangeApp.Request(appID: appID)
        change.isEnabled = false
        return .changeApp(change)
    }
}
