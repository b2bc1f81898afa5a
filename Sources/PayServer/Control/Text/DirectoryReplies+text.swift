import PayCore
import PayDomain

extension CompanyReply {
    static let header = ["COMPANY_ID", "NAME"]
    var row: [String] { [companyID, name] }

    var text: String {
        """
        Created company \(companyID).
        \(details([("name", name)]))

        Next: create an app of it with
            imugi app create APP_ID --company \(companyID) --coin CODE
        """
    }
}

extension CoinReply {
    static let header = ["COIN_ID", "COIN_CODE", "FRACTION DIGITS"]
    var row: [String] { [String(coinID), coinCode, String(fractionDigits)] }

    var text: String {
        """
        Created coin \(coinCode).
        \(details([("coin_id", String(coinID)), ("fraction digits", String(fractionDigits))]))

        Apps may use it once it is named in imugi app create or imugi app set.
        """
    }
}

extension AppReply {
    static let header = ["APP_ID", "COMPANY_ID", "ADMIN_UID", "ENABLED", "COINS", "NAME"]
    var row: [String] {
        [appID, companyID, String(managerUID), yesNo(isEnabled), coins.map(\.coinCode).joined(separator: ","), name]
    }

    func text(isNew: Bool) -> String {
        var pairs: [(String, String)] = [
            ("name", name), ("company", companyID), ("enabled", yesNo(isEnabled)),
            ("admin_uid", "\(managerUID), the account that the app's money is on"), ("scopes", scopesText),
        ]
        if coins.isEmpty { pairs.append(("coins", "none")) }
        for (index, coin) in coins.enumerated() { pairs.append((index == 0 ? "coins" : "", coin.text)) }
        pairs.append(("cut rate", cutRate))
        if redirectOrigins.isEmpty { pairs.append(("redirect origins", "none, so no user can pay")) }
        for (index, origin) in redirectOrigins.enumerated() { pairs.append((index == 0 ? "redirect origins" : "", origin)) }
        if loginURLs.isEmpty { pairs.append(("login URLs", "none, so no user can sign in at the app")) }
        for (index, url) in loginURLs.enumerated() { pairs.append((index == 0 ? "login URLs" : "", url)) }
        pairs.append(("callback URL", callbackURL ?? "none, so callbacks wait"))
        pairs.append(("envelope member", envelopeMember))
        if let checkKey { pairs.append(("check key", checkKey)) }
        if let strongSecret { pairs.append(("strong secret", strongSecret)) }
        if let overlap { pairs += overlap.pairs }
        return ([isNew ? "Created app \(appID)." : "App \(appID)", details(pairs)] + advice(isNew: isNew)).joined(separator: "\n")
    }

    private func advice(isNew: Bool) -> [String] {
        var lines: [String] = []
        if checkKey != nil {
            lines += [
                "", "The app's developers check answers and callbacks with the check key and the strong secret.",
                "Hand both over safely. imugi app show \(appID) --secrets shows them again.",
            ]
        }
        if overlap != nil {
            lines += ["", "Once the app has changed over, end the old keys with", "    imugi app set \(appID) --end-overlap"]
        }
        if coins.isEmpty { lines += ["", "The app can use no coin yet. Name its coins with", "    imugi app set \(appID) --coin CODE"] }
        if isNew { lines += ["", "Next: make an access key for the app's server with", "    imugi key create \(appID)"] }
        return lines
    }

    private var scopesText: String {
        let words = scopes.map { number in Scope(rawValue: number).map { "\(number) \($0.words)" } ?? "\(number)" }
        return words.isEmpty ? "none" : words.joined(separator: ", ")
    }
}

extension AppReply.Overlap {
    fileprivate var pairs: [(String, String)] {
        let end = UTCTime.text(Timestamp(nanoseconds: end))
        var pairs: [(String, String)] = []
        if replacesCheckKey { pairs.append(("old check key", "makes the short tag until \(end)")) }
        if let checkKey { pairs.append(("", checkKey)) }
        if replacesStrongSecret { pairs.append(("old strong secret", "signs beside the new one until \(end)")) }
        if let strongSecret { pairs.append(("", strongSecret)) }
        return pairs
    }
}

extension AppReply.CoinTerms {
    var text: String {
        let limits = [dailyLimit.map { "at most \($0) paid out a day" }, reviewAbove.map { "pay-outs above \($0) wait for a review" }]
        let words = limits.compactMap { $0 }
        return words.isEmpty ? coinCode : "\(coinCode), \(words.joined(separator: ", "))"
    }
}

extension Scope {
    /// What it permits, in a few words.
    package var words: String {
        switch self {
        case .signIn: "sign in"
        case .withdraw: "withdraw"
        case .trade: "trade"
        case .userToApp: "be paid by users"
        case .appToUser: "pay users"
        case .readSpotAssets: "read spot assets"
        case .signInWithoutAsking: "sign in without asking again"
        case .rememberTradePassword: "remember the trade password"
        case .readOpenAssets: "read open assets"
        case .openUserToApp: "be paid from open accounts"
        case .openAppToUser: "pay to open accounts"
        case .payWithOtherCoin: "be paid in another coin"
        }
    }
}

extension KeyReply {
    static let header = ["APP_ID", "ACCESS_KEY", "ENABLED", "CREATED", "BOUND TO"]
    var row: [String] { [appID, accessKey, yesNo(isEnabled), created, bound] }

    var text: String {
        var pairs = [("app", appID), ("access key", accessKey)]
        if let secretKey { pairs.append(("secret key", secretKey)) }
        pairs += [("enabled", yesNo(isEnabled)), ("bound to", bound), ("created", created)]
        guard secretKey != nil else { return "Access key \(accessKey)\n" + details(pairs) }
        return """
            Created an access key for app \(appID).
            \(details(pairs))

            The secret key is shown this once and cannot be asked for again. Hand it to the app's developers safely.
            """
    }

    private var bound: String { boundAddresses.isEmpty ? "any address" : boundAddresses.joined(separator: ", ") }
    private var created: String { UTCTime.text(Timestamp(nanoseconds: createTime)) }
}
