import ArgumentParser
import PayCore
import PayDomain
import PayServer

/// What `app create` and `app set` have in common.
struct AppTermsOptions: ParsableArguments {
    static let scopesHelp =
        "Numbers separated by commas, or all: "
        + Scope.allCases.map { "\($0.rawValue) \($0.words)" }.joined(separator: ", ") + "."

    @Option(help: ArgumentHelp("A coin that the app may use. Give it once for each coin.", valueName: "code"))
    var coin: [String] = []

    @Option(
        help: ArgumentHelp("The most that may be paid out a day (UTC), such as usdt=1000; none for no limit.", valueName: "code=volume")
    )
    var dailyLimit: [String] = []

    @Option(
        help: ArgumentHelp("Pay-outs above this wait for imugi payout approve, such as usdt=500; none for none.", valueName: "code=volume")
    )
    var reviewAbove: [String] = []

    @Option(help: ArgumentHelp(scopesHelp, valueName: "scopes"))
    var scopes: String?

    @Option(help: ArgumentHelp("The platform's share of what users pay, such as 0.01 for one per cent.", valueName: "rate"))
    var cutRate: String?

    @Option(help: ArgumentHelp("Where browsers may return to: scheme://host[:port]. Give it once for each origin.", valueName: "origin"))
    var redirectOrigin: [String] = []

    @Option(
        help: ArgumentHelp("Where the sign-in page may return to: an address up to its query. Give it once for each.", valueName: "url")
    )
    var loginURL: [String] = []

    @Option(help: ArgumentHelp("Where callbacks go: an https:// URL; none for none.", valueName: "url"))
    var callbackURL: String?

    @Option(help: ArgumentHelp("data, or Data for clients written to the old examples.", valueName: "member"))
    var envelopeMember: String?

    /// The limits, one entry for each coin that has any.
    func limits() throws -> [AppCoinInput] {
        let daily = try Self.byCoin(dailyLimit, option: "--daily-limit")
        let review = try Self.byCoin(reviewAbove, option: "--review-above")
        return Set(daily.keys).union(review.keys).sorted().map {
            AppCoinInput(coinCode: $0, dailyLimit: daily[$0], reviewAbove: review[$0])
        }
    }

    func scopeNumbers() throws -> [Int]? {
        guard let scopes else { return nil }
        if scopes == "all" { return Scope.allCases.map(\.rawValue) }
        return try scopes.split(separator: ",").map { part in
            guard let number = Int(part) else {
                throw ValidationError("--scopes must be numbers separated by commas, such as 1,5,6,7, or all.")
            }
            return number
        }
    }

    private static func byCoin(_ texts: [String], option: String) throws -> [String: String] {
        var values: [String: String] = [:]
        for text in texts {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
                throw ValidationError("\(option) must be code=volume, such as usdt=1000; it is \(text.debugDescription).")
            }
            guard values.updateValue(String(parts[1]), forKey: String(parts[0])) == nil else {
                throw ValidationError("\(option) is given twice for \(parts[0]).")
            }
        }
        return values
    }
}
