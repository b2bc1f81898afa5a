import ArgumentParser
import PayDomain

/// `imugi app create`
struct AppCreateCommand: OperatorCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Enter an app of a company.",
        discussion: """
            Makes the app's check key and strong secret, and the account that its money will be on, unless --admin-uid names one. \
            Without --scopes the app gets 1, 5, 6 and 7.
            """
    )

    @Argument(help: "1 to 64 characters out of 0-9 A-Z a-z _ -. It never changes.")
    var appID: String

    @Option(help: ArgumentHelp("The company that owns it.", valueName: "company-id"))
    var company: String

    @Option(help: "The name that users see on the pay page. Without it the id.")
    var name: String?

    @Option(help: ArgumentHelp("The user whose account the app's money is on. It never changes.", valueName: "uid"))
    var adminUID: Int64?

    @OptionGroup var terms: AppTermsOptions
    @OptionGroup var platform: PlatformOptions

    func request() throws -> OperatorRequest {
        let limits = try terms.limits()
        // A coin with a limit is a coin that the app may use, whether or not it is named twice.
        let unlimited = terms.coin.filter { code in !limits.contains { $0.coinCode == code } }.map { AppCoinInput(coinCode: $0) }
        return .createApp(
            CreateApp.Request(
                appID: appID, companyID: company, name: name, managerUID: adminUID, scopes: try terms.scopeNumbers(),
                coins: unlimited + limits, cutRate: terms.cutRate, redirectOrigins: terms.redirectOrigin, loginURLs: terms.loginURL,
                callbackURL: terms.callbackURL, envelopeMember: terms.envelopeMember
            )
        )
    }
}
