import PayCore
import PayLedger

/// Changes an app. What is not named stays; what is changed holds for every call that is decided afterwards. Payments that were applied
/// for keep the cut of then.
package struct ChangeApp: Sendable {
    /// Every member but `appID` may be `nil`: then that part stays as it is.
    package struct Request: Hashable, Codable, Sendable {
        package let appID: String
        package var isEnabled: Bool?
        package var scopes: [Int]?
        /// The codes of all coins that the app may use from now on.
        package var coins: [String]?
        /// New limits in coins that the app may use.
        package var limits: [AppCoinInput] = []
        package var cutRate: String?
        /// All origins from now on.
        package var redirectOrigins: [String]?
        /// All addresses from now on.
        package var loginURLs: [String]?
        /// `"none"` for none; then callbacks wait.
        package var callbackURL: String?
        package var envelopeMember: String?
        /// Makes a new check key.
        package var renewsCheckKey = false
        package var renewsStrongSecret = false
        /// How long the keys that are renewed go on beside the new ones, in seconds, at most ``App/longestOverlap``; 0 to end them at
        /// once, `nil` for ``defaultOverlap``. Only where a key is renewed.
        package var overlap: Int64?
        /// Ends the overlap of an earlier change now.
        package var endsOverlap = false

        package init(appID: String) { self.appID = appID }

        /// A day: a receiver that was not told in time finds that out and changes over before anything is lost, since callbacks are tried
        /// for 36 hours.
        package static let defaultOverlap: Int64 = 24 * 60 * 60

        /// Whether anything was named.
        package var changesAnything: Bool { self != Request(appID: appID) }

        var renewsKeys: Bool { renewsCheckKey || renewsStrongSecret }
    }

    private let platform: Platform
    private let rules: OperatorRules

    package init(_ platform: Platform, rules: OperatorRules) {
        self.platform = platform
        self.rules = rules
    }

    /// - Throws: ``OperatorRefusal``: 8, 11003.
    package func run(_ request: Request) async throws -> AppReply {
        let now = platform.clock.now()
        // Made here, since the decision may be run again.
        let keys = (
            check: request.renewsCheckKey ? AppInput.newCheckKey() : nil,
            strong: request.renewsStrongSecret ? AppInput.newStrongSecret() : nil
        )
        let input = AppInput(rules: rules)
        let changed = try await platform.change { directory in
            var app = try directory.app(for: request.appID)
            try Self.change(&app, request, input, in: directory)
            try Self.changeKeys(of: &app, request, checkKey: keys.check, strongSecret: keys.strong, now: now)
            return .updateApp(app)
        }
        return AppReply(try changed.app(for: request.appID), in: changed, at: now, withSecrets: request.renewsKeys)
    }

    /// Changes what is named, but for the keys.
    private static func change(
        _ app: inout App, _ request: Request, _ input: AppInput, in directory: Directory
    ) throws(OperatorRefusal) {
        if let isEnabled = request.isEnabled { app.isEnabled = isEnabled }
        if let scopes = request.scopes { app.scopes = try OperatorInput.scopes(scopes) }
        if let coins = request.coins { app.coins = try Self.coins(coins, keeping: app.coins, in: directory) }
        for limits in request.limits {
            let coin = try directory.coin(for: limits.coinCode)
            guard let terms = app.coins[coin.id] else {
                throw OperatorRefusal(
                    .coinNotAllowed, field: "coin_code", "The app \(quoted(app.id.text)) may not use the coin \(quoted(coin.code)).",
                    advice: "Name all of its coins, this one too, with --coin."
                )
            }
            app.coins[coin.id] = try limits.terms(over: terms, of: coin)
        }
        if let cutRate = request.cutRate { app.cutRate = try OperatorInput.cutRate(cutRate) }
        if let origins = request.redirectOrigins { app.redirectOrigins = try input.redirectOrigins(origins) }
        if let urls = request.loginURLs { app.loginURLs = try input.loginURLs(urls) }
        if let url = request.callbackURL { app.callbackURL = try input.callbackURL(url) }
        if let member = request.envelopeMember { app.envelopeMember = try input.envelopeMember(member) }
    }

    private static func changeKeys(
        of app: inout App, _ request: Request, checkKey: String?, strongSecret: [UInt8]?, now: Timestamp
    ) throws(OperatorRefusal) {
        // What is over is kept no longer than until the next change.
        if app.overlap(at: now) == nil || request.endsOverlap { app.endOverlap() }
        guard request.renewsKeys else {
            guard request.overlap == nil else { throw .wrong("overlap", "is for keys that are renewed, and none is") }
            return
        }
        let overlap = request.overlap ?? Request.defaultOverlap
        guard (0...App.longestOverlap).contains(overlap) else {
            throw .wrong("overlap", "must be 0 to \(App.longestOverlap) seconds (30 days); it is \(overlap)")
        }
        app.replaceKeys(checkKey: checkKey, strongSecret: strongSecret, overlap: overlap, now: now)
    }

    /// A coin that stays keeps its limits.
    private static func coins(
        _ codes: [String], keeping earlier: [CoinID: AppStanding.CoinTerms], in directory: Directory
    ) throws(OperatorRefusal) -> [CoinID: AppStanding.CoinTerms] {
        var coins: [CoinID: AppStanding.CoinTerms] = [:]
        for code in codes {
            let coin = try directory.coin(for: code)
            coins[coin.id] = earlier[coin.id] ?? AppStanding.CoinTerms(dailyLimit: nil, reviewAbove: nil)
        }
        return coins
    }
}
