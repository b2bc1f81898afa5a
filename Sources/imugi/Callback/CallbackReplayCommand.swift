import ArgumentParser
import PayCore
import PayDomain
import PayServer

/// `imugi callback replay`
struct CallbackReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Send many callbacks again, now: all that are not delivered, or all since a time.",
        discussion: """
            Makes them due in steps of 1,000, so that payments go on meanwhile; how fast they are then sent, the receiver's own pace decides. \
            What is due already is left as it is. Breaking it off and repeating it is safe.
            """
    )

    @Option(help: ArgumentHelp("Of this app only.", valueName: "app-id"))
    var app: String?

    @Option(
        help: ArgumentHelp("Only of orders made since then: 2026-11-24T08:00:00Z, Unix seconds, or 2h or 3d ago.", valueName: "time")
    )
    var since: String?

    @Flag(help: "Those of successful orders that were delivered too. Needs --app and --since.")
    var all = false

    @Flag(help: "Only count them.")
    var dryRun = false

    @OptionGroup var platform: PlatformOptions

    func validate() throws {
        guard !all || (app != nil && since != nil) else {
            throw ValidationError("--all needs --app and --since: it sends again what the app has received already.")
        }
        _ = try sinceTime()
    }

    mutating func run() async throws {
        let (platform, isDryRun) = (platform, dryRun)
        var request = ReplayCallbacks.Request(appID: app, since: try sinceTime(), all: all, isDryRun: isDryRun)
        let done = try await Failure.reported(asJSON: platform.json) {
            let settings = try platform.folder.settings()
            var sum = ReplayCallbacks.Reply()
            var progress = ProgressBar(verb: isDryRun ? "Counted" : "Looked at", noun: "callbacks", isQuiet: platform.json)
            repeat {
                let reply = try await OperatorGateway.perform(.replayCallbacks(request), settings: settings, logger: settings.commandLogger)
                guard case .replayedCallbacks(let step) = reply else { preconditionFailure("a replay answers a replay") }
                sum.add(step)
                request.cursor = step.cursor
                progress.show(sum.examined, of: sum.total ?? 0)
            } while request.cursor != nil
            progress.end()
            return sum
        }
        print(platform.json ? try OperatorReply.replayedCallbacks(done).json() : done.summary(isDryRun: isDryRun))
    }

    private func sinceTime() throws -> Int64? {
        guard let since else { return nil }
        guard let time = TimeInput.moment(since, now: SystemClock().now()) else {
            throw ValidationError(
                "--since must be a time such as 2026-11-24T08:00:00Z, Unix seconds, or 2h or 3d for so long ago; it is \(since.debugDescription)."
            )
        }
        return time.nanoseconds
    }
}
