import PayCore

/// An app to which a user allows something, as the user sees it.
package struct AuthorisedApp: Sendable {
    package let app: App
    package let companyName: String
    /// What the user allows, as far as the app may do it at all.
    package let scopes: [Scope]
    /// `nil` if it was never used.
    package let lastUse: Timestamp?
}

/// Lists the apps to which a user allows something, those that were used last first.
package struct ListAuthorisedApps: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    package func run(of user: UserID) async throws -> [AuthorisedApp] {
        let grants = try await platform.store.grants(of: user).filter { !$0.scopes.isEmpty }
        guard !grants.isEmpty else { return [] }
        let lastUses = try await platform.store.lastUses(of: user)
        let directory = platform.directory.current
        let apps = grants.compactMap { grant -> AuthorisedApp? in
            // One that this node has not heard of yet is there a moment later.
            guard let app = directory.apps[grant.app] else { return nil }
            return AuthorisedApp(
                app: app, companyName: directory.companies[app.company]?.name ?? app.company.text,
                scopes: grant.scopes.intersection(app.scopes).scopes, lastUse: lastUses[app.id]
            )
        }
        // Among equals the order of the grants, which is that of their apps' ids, stays.
        return apps.enumerated()
            .sorted { ($1.element.lastUse?.nanoseconds ?? 0, $0.offset) < ($0.element.lastUse?.nanoseconds ?? 0, $1.offset) }
            .map(\.element)
    }
}
