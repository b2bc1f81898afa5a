import ArgumentParser
import PayDomain

/// `imugi callback list`
struct CallbackListCommand: OperatorCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List callbacks, without options those that are not delivered.",
        discussion: """
            Those that wait come first, the longest due first; then those that were given up after 36 hours, of the oldest order first. \
            Those that were delivered are listed of the newest order first.
            """
    )

    @Option(help: ArgumentHelp("Of this app only.", valueName: "app-id"))
    var app: String?

    @Option(help: "waiting, given-up, undelivered (both of them) or delivered.")
    var state = ListCallbacks.undelivered

    @Option(help: "The most callbacks to list, 1 to 1000.")
    var limit = 100

    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .listCallbacks(ListCallbacks.Request(appID: app, state: state, limit: limit)) }
}
