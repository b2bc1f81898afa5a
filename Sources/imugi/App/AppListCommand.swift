import ArgumentParser
import PayDomain

/// `imugi app list`
struct AppListCommand: OperatorCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List all apps.")

    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .listApps }
}
