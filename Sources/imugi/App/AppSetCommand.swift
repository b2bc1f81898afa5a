import ArgumentParser
import PayDomain
import PayServer

/// `imugi app set`
struct AppSetCommand: OperatorCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Change an app. What is not named stays as it is.",
        discussion: """
            --coin, --redirect-origin and --login-url name the whole list from now on; coins that stay keep their limits. \
            A new cut rate holds for payments that are applied for from now on.

            With --new-check-key and --new-strong-secret the old keys go on for a day beside the new ones, or as long as --overlap says: \
            strong signatures are made under both, the short tag under the old key until the end. Keys that others may know end at once \
            with --overlap 0.
            """
    )

    @Argument(help: "The app's app_id.") var appID: String

    @OptionGroup var terms: AppTermsOptions

    @Flag(help: "Let no origin be returned to any more.")
    var noRedirectOrigins = false

    // The derived name would be --no-login-ur-ls.
    @Flag(name: .customLong("no-login-urls"), help: "Let the sign-in page return nowhere any more.")
    var noLoginURLs = false

    @Flag(name: [.customLong("new-check-key"), .customLong("renew-check-key")], help: "Make a new check key.")
    var renewCheckKey = false

    @Flag(name: [.customLong("new-strong-secret"), .customLong("renew-strong-secret")], help: "Make a new strong secret.")
    var renewStrongSecret = false

    @Option(help: ArgumentHelp("How long the old keys go on: seconds, or such as 30m, 24h, 7d; 0 to 30d.", valueName: "time"))
    var overlap: String?

    @Flag(help: "End the old keys of an earlier change now: the app has changed over.")
    var endOverlap = false

    @OptionGroup var platform: PlatformOptions

    func request() throws -> OperatorRequest {
        guard !noRedirectOrigins || terms.redirectOrigin.isEmpty else {
            throw ValidationError("--redirect-origin and --no-redirect-origins exclude each other.")
        }
        guard !noLoginURLs || terms.loginURL.isEmpty else {
            throw ValidationError("--login-url and --no-login-urls exclude each other.")
        }
        var change = ChangeApp.Request(appID: appID)
        change.scopes = try terms.scopeNumbers()
        change.coins = terms.coin.isEmpty ? nil : terms.coin
        change.limits = try terms.limits()
        change.cutRate = terms.cutRate
        change.redirectOrigins = terms.redirectOrigin.isEmpty && !noRedirectOrigins ? nil : terms.redirectOrigin
        change.loginURLs = terms.loginURL.isEmpty && !noLoginURLs ? nil : terms.loginURL
        change.callbackURL = terms.callbackURL
        change.envelopeMember = terms.envelopeMember
        change.renewsCheckKey = renewCheckKey
        change.renewsStrongSecret = renewStrongSecret
        change.overlap = try overlap.map(Self.seconds)
        change.endsOverlap = endOverlap
        guard change.changesAnything else { throw ValidationError("Name what is to change. See imugi app set --help.") }
        return .changeApp(change)
    }

    private static func seconds(_ text: String) throws -> Int64 {
        guard let seconds = TimeInput.seconds(text) else {
            throw ValidationError("--overlap must be seconds, or a number with s, m, h or d, such as 24h; it is \(text.debugDescription).")
        }
        return seconds
    }
}
