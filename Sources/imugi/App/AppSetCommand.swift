import ArgumentParser
import PayDomain

/// `imugi app set`
struct AppSetCommand: OperatorCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Change an app. What is not named stays as it is.",
        discussion: """
            --coin, --redirect-origin and --login-url name the whole list from now on; coins that stay keep their limits. \
            A new cut rate holds for payments that are applied for from now on.
            """
    )

    @Argument(help: "The app's app_id.") var appID: String

    @OptionGroup var terms: AppTermsOptions

    @Flag(help: "Let no origin be returned to any more.")
    var noRedirectOrigins = false

    // The derived name would be --no-login-ur-ls.
    @Flag(name: .customLong("no-login-urls"), help: "Let the sign-in page return nowhere any more.")
    var noLoginURLs = false

    @Flag(help: "Make a new check key. The present one ends at once.")
    var renewCheckKey = false

    @Flag(help: "Make a new strong secret. The present one ends at once.")
    var renewStrongSecret = false

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
        guard change.changesAnything else { throw ValidationError("Name what is to change. See imugi app set --help.") }
        return .changeApp(change)
    }
}
