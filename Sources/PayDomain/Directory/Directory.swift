import PayCore
import PayLedger

/// Everything about companies, apps, keys and coins, as one immutable value in memory. A change makes a new one.
package struct Directory: Sendable {
    /// Grows with each change where several processes make them; 0 where one does.
    package let version: Int64
    package private(set) var companies: [CompanyID: Company] = [:]
    package private(set) var apps: [AppID: App] = [:]
    package private(set) var keys: [String: AccessKey] = [:]
    package private(set) var coins: [CoinID: Coin] = [:]
    package private(set) var coinsByCode: [String: Coin] = [:]
    /// The last price of each pair, by its symbol.
    package private(set) var prices: [String: Price] = [:]

    package init(companies: [Company], apps: [App], keys: [AccessKey], coins: [Coin], prices: [Price] = [], version: Int64 = 0) {
        self.version = version
        for company in companies { self.companies[company.id] = company }
        for app in apps { self.apps[app.id] = app }
        for key in keys { self.keys[key.id] = key }
        for coin in coins {
            self.coins[coin.id] = coin
            coinsByCode[coin.code] = coin
        }
        for price in prices { self.prices[price.symbol] = price }
    }

    /// The coin of an id that the ledger holds.
    package func knownCoin(_ id: CoinID) -> Coin {
        guard let coin = coins[id] else { preconditionFailure("the ledger holds coin \(id), which the directory lacks") }
        return coin
    }
}

/// What one coin costs in another, as the operator has set it last.
package struct Price: Hashable, Sendable {
    /// Such as `BTC_USDT`: two codes of coins in capitals.
    package let symbol: String
    /// Canonical decimal text.
    package let closePrice: String
    package let time: Timestamp

    package init(symbol: String, closePrice: String, time: Timestamp) {
        self.symbol = symbol
        self.closePrice = closePrice
        self.time = time
    }
}

/// Owner of one or more apps.
package struct Company: Hashable, Sendable {
    package let id: CompanyID
    package let name: String

    package init(id: CompanyID, name: String) {
        self.id = id
        self.name = name
    }
}

/// An access party: takes payments from the platform's users and pays out to them.
package struct App: Sendable {
    /// The name of the envelope's member that holds the result (protocol, section 2).
    package enum EnvelopeMember: String, Sendable, CaseIterable {
        case lowerCase = "data"
        case upperCase = "Data"
    }

    package let id: AppID
    package let company: CompanyID
    package let name: String
    /// The account that the app's money is on, the protocol's `admin_uid`. It never changes.
    package let manager: UserID
    package var isEnabled: Bool
    package var scopes: ScopeSet
    package var coins: [CoinID: AppStanding.CoinTerms]
    package var cutRate: CutRate
    package var envelopeMember: EnvelopeMember
    /// Where callbacks go; `nil` until it is set, and then they wait.
    package var callbackURL: String?
    package var redirectOrigins: RedirectOrigins
    /// The addresses up to their query that the sign-in page may send a browser back to (protocol, section 6). Where loopback origins are
    /// allowed for payments, every loopback address is for sign-in.
    package var loginURLs: [String]
    /// The protocol's `resp_check_key`, under which answers and callbacks carry their short tag.
    package var checkKey: String
    /// The 32 bytes behind the strong signature.
    package var strongSecret: [UInt8]
    /// What the two keys above replace; ``keys(at:)`` says what signs when. It may be over: then it counts for nothing.
    package internal(set) var replacedKeys: ReplacedKeys?

    package init(
        id: AppID, company: CompanyID, name: String, manager: UserID, isEnabled: Bool, scopes: ScopeSet,
        coins: [CoinID: AppStanding.CoinTerms], cutRate: CutRate, envelopeMember: EnvelopeMember, callbackURL: String?,
        redirectOrigins: RedirectOrigins, loginURLs: [String] = [], checkKey: String, strongSecret: [UInt8],
        replacedKeys: ReplacedKeys? = nil
    ) {
        self.id = id
        self.company = company
        self.name = name
        self.manager = manager
        self.isEnabled = isEnabled
        self.scopes = scopes
        self.coins = coins
        self.cutRate = cutRate
        self.envelopeMember = envelopeMember
        self.callbackURL = callbackURL
        self.redirectOrigins = redirectOrigins
        self.loginURLs = loginURLs
        self.checkKey = checkKey
        self.strongSecret = strongSecret
        self.replacedKeys = replacedKeys
    }

    /// What the ledger has to know of the app.
    package var standing: AppStanding { AppStanding(isEnabled: isEnabled, manager: manager, cutRate: cutRate, coins: coins) }
}

/// The origins (`scheme://host[:port]`, compared byte by byte) that a browser may be sent back to.
package struct RedirectOrigins: Hashable, Sendable {
    package let origins: [String]
    /// Every loopback origin beside the listed ones: for the sandbox only.
    package let allowsLoopback: Bool

    package init(origins: [String], allowsLoopback: Bool) {
        self.origins = origins
        self.allowsLoopback = allowsLoopback
    }

    package func contains(_ origin: String, isLoopback: Bool) -> Bool {
        (allowsLoopback && isLoopback) || origins.contains { $0.utf8.elementsEqual(origin.utf8) }
    }
}

/// What an app's server signs its calls with.
package struct AccessKey: Sendable {
    package let id: String
    package let app: AppID
    package let secret: [UInt8]
    package var isEnabled: Bool
    /// The only addresses that calls may come from, in canonical text; empty for any.
    package var boundAddresses: [String]
    package let createTime: Timestamp

    package init(id: String, app: AppID, secret: [UInt8], isEnabled: Bool, boundAddresses: [String], createTime: Timestamp) {
        self.id = id
        self.app = app
        self.secret = secret
        self.isEnabled = isEnabled
        self.boundAddresses = boundAddresses
        self.createTime = createTime
    }
}
