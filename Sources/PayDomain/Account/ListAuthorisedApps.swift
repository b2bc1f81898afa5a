import PayCore

/// An app to which a user allows something, as the user sees it.
package struct AuthorisedApp: Sendable {
    package let app: App
    package let companyName: String
    /// What the user allows, as far as the app may do it at all.
    package let scopes: [Scope]
    /// `nil` if it was never used.
    package let lastUse: Timestamp?
    /// One for each coin that the app may take from the user's open account, by the coins' numbers.
    package let caps: [Cap]

    /// What an app may take out of the open account in a day (UTC) in one coin.
    package struct Cap: Sendable {
        package let coin: Coin
        /// `nil` if there is no limit.
        package let limit: Limit?

        package struct Limit: Sendable {
            package let most: Amount
            /// What it has taken today.
            package let takenToday: Amount
        }
    }
}

/// Lists the apps to which a user allows something, those that were used last first.
package struct ListAuthorisedApps: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    package func run(of user: UserID) async throws -> [AuthorisedApp] {
        let grants = try await platform.store.grants(of: user).filter { !$0.scopes.isEmpty }
        guard !grants.isEmpty else { return [] }
        let lastUses = try await platform.store.lastUses(of: user)
        let caps = try await ListSpendingCaps(platform).run(of: user)
        let directory = platform.directory.current
        let apps = grants.compactMap { grant -> AuthorisedApp? in
            // One that this node has not heard of yet is there a moment later.
            guard let app = directory.apps[grant.app] else { return nil }
            let scopes = grant.scopes.intersection(app.scopes)
            let coins =
                scopes.contains(.openUserToApp) ? app.coins.keys.map(directory.knownCoin).sorted { $0.id.number < $1.id.number } : []
            return AuthorisedApp(
                app: app, companyName: directory.companies[app.company]?.name ?? app.company.text, scopes: scopes.scopes,
                lastUse: lastUses[app.id],
                caps: coins.map { coin in
                    let entry = caps.first { $0.app.id == app.id && $0.coin.id == coin.id }
                    return AuthorisedApp.Cap(coin: coin, limit: entry.map { .init(most: $0.cap, takenToday: $0.takenToday) })
                }
            )
        }
        // Among equals the order of the grants, which is that of their apps' ids, stays.
        return apps.enumerated()
            .sorted { ($1.element.lastUse?.nanoseconds ?? 0, $0.offset) < ($0.element.lastUse?.nanoseconds ?? 0, $1.offset) }
            .map(\.element)
    }
}
