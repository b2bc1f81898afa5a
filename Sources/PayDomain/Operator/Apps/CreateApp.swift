import PayCore
import PayLedger

/// Enters an app of a company and makes the two secrets that its answers and callbacks are signed with. Access keys come after, by
/// ``CreateKey``.
package struct CreateApp: Sendable {
    package struct Request: Hashable, Codable, Sendable {
        package let appID: String
        package let companyID: String
        /// `nil` for the `app_id`.
        package let name: String?
        /// The account that the app's money is on; `nil` to make one named `<app_id>-manager`, on which nobody can sign in.
        package let managerUID: Int64?
        /// `nil` for ``CreateApp/defaultScopes``.
        package let scopes: [Int]?
        package let coins: [AppCoinInput]
        /// `nil` for no cut.
        package let cutRate: String?
        package let redirectOrigins: [String]
        package let loginURLs: [String]
        package let callbackURL: String?
        /// `nil` for `data`.
        package let envelopeMember: String?

        package init(
            appID: String, companyID: String, name: String? = nil, managerUID: Int64? = nil, scopes: [Int]? = nil,
            coins: [AppCoinInput] = [], cutRate: String? = nil, redirectOrigins: [String] = [], loginURLs: [String] = [],
            callbackURL: String? = nil, envelopeMember: String? = nil
        ) {
            self.appID = appID
            self.companyID = companyID
            self.name = name
            self.managerUID = managerUID
            self.scopes = scopes
            self.coins = coins
            self.cutRate = cutRate
            self.redirectOrigins = redirectOrigins
            self.loginURLs = loginURLs
            self.callbackURL = callbackURL
            self.envelopeMember = envelopeMember
        }
    }

    /// Sign in, be paid by users, pay users, read their spot assets.
    package static let defaultScopes = ScopeSet([.signIn, .userToApp, .appToUser, .readSpotAssets])

    private let platform: Platform
    private let rules: OperatorRules

    package init(_ platform: Platform, rules: OperatorRules) {
        self.platform = platform
        self.rules = rules
    }

    /// - Throws: ``OperatorRefusal``: 8, 11000, 11004.
    package func run(_ request: Request) async throws -> AppReply {
        let directory = platform.directory.current
        let id = try OperatorInput.appID(request.appID)
        let company = try directory.company(for: request.companyID)
        guard directory.apps[id] == nil else { throw Self.exists(id) }
        let input = AppInput(rules: rules)
        let name = try OperatorInput.name(request.name ?? id.text)
        let scopes = try request.scopes.map { scopes in try OperatorInput.scopes(scopes) } ?? Self.defaultScopes
        let coins = try Self.coins(request.coins, in: directory)
        let cutRate = try request.cutRate.map { rate in try OperatorInput.cutRate(rate) } ?? .zero
        let envelopeMember = try request.envelopeMember.map { member in try input.envelopeMember(member) } ?? .lowerCase
        let callbackURL = try request.callbackURL.flatMap { url in try input.callbackURL(url) }
        let redirectOrigins = try input.redirectOrigins(request.redirectOrigins)
        let loginURLs = try input.loginURLs(request.loginURLs)
        // Last, since it may make the account, and a refusal must not leave one behind.
        let manager = try await manager(request.managerUID, of: id)

        let app = App(
            id: id, company: company.id, name: name, manager: manager, isEnabled: true, scopes: scopes, coins: coins, cutRate: cutRate,
            envelopeMember: envelopeMember, callbackURL: callbackURL, redirectOrigins: redirectOrigins, loginURLs: loginURLs,
            checkKey: AppInput.newCheckKey(), strongSecret: AppInput.newStrongSecret()
        )
        let changed = try await platform.change { directory in
            guard directory.apps[id] == nil else { throw Self.exists(id) }
            return .addApp(app)
        }
        return AppReply(app, in: changed, at: platform.clock.now(), withSecrets: true)
    }

    private static func exists(_ id: AppID) -> OperatorRefusal {
        OperatorRefusal(
            .appExists, field: "app_id", "There is an app \(quoted(id.text)) already.",
            advice: "Change it with: imugi app set \(id) …"
        )
    }

    private static func coins(
        _ inputs: [AppCoinInput], in directory: Directory
    ) throws(OperatorRefusal) -> [CoinID: AppStanding.CoinTerms] {
        var coins: [CoinID: AppStanding.CoinTerms] = [:]
        for input in inputs {
            let coin = try directory.coin(for: input.coinCode)
            coins[coin.id] = try input.terms(over: coins[coin.id], of: coin)
        }
        return coins
    }

    /// The named account, or the app's own one.
    private func manager(_ uid: Int64?, of app: AppID) async throws -> UserID {
        guard let uid else { return try await ownManager(of: app) }
        guard let user = try await platform.store.user(OperatorInput.uid(uid, field: "admin_uid")) else {
            throw OperatorRefusal(
                .badParameter, field: "admin_uid", "There is no user \(uid) to be the app's manager.",
                advice: "Create the account with imugi user create, or leave admin_uid out to have one made."
            )
        }
        return user.id
    }

    /// The account is there already if an earlier attempt ended before the app was entered.
    private func ownManager(of app: AppID) async throws -> UserID {
        let name = "\(app.text)-manager"
        while true {
            if let earlier = try await platform.store.user(named: name) {
                guard earlier.passwordHash == nil, earlier.tradePasswordHash == nil else {
                    throw OperatorRefusal(
                        .badParameter, field: "admin_uid", "A user named \(quoted(name)) exists who can sign in.",
                        advice: "Name the account that the app's money is to be on with --admin-uid."
                    )
                }
                return earlier.id
            }
            do {
                return try await NextUser(platform).add(named: name, passwordHash: nil, tradePasswordHash: nil).id
            } catch DirectoryConflict.exists {
                // Somebody has made it at the same moment.
            }
        }
    }
}
