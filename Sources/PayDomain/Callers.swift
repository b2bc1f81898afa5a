import PayCore
import PayLedger

/// Somebody who has proved who it is, with what it may see.
package protocol Caller: Sendable {
    /// The app as it was when the call was authenticated.
    var app: App { get }
    /// The only user whose data the caller may see; `nil` for everybody's at the app.
    var onlyUser: UserID? { get }
}

/// An app whose server has proved who it is. Only authentication makes one, so a use case that takes it cannot be reached without.
package struct AppCaller: Caller {
    package let app: App
    /// The access key that signed the call.
    package let accessKey: String
    package var onlyUser: UserID? { nil }

    package init(app: App, accessKey: String) {
        self.app = app
        self.accessKey = accessKey
    }

    /// The check that the app and its key are still in force when a command is decided.
    var admission: Committer.Admission {
        let (id, accessKey) = (app.id, accessKey)
        return { directory in
            guard let app = directory.apps[id], app.isEnabled else { return LedgerRefusal.appDisabled.platformError }
            guard let key = directory.keys[accessKey], key.isEnabled else { return Self.keyDisabled }
            return nil
        }
    }

    package static let keyDisabled = PlatformError(.keyDisabled, "The access key is disabled.")
}

/// An app on a user's device that has shown a live access token. Only authentication makes one. It reads what is the user's own, and
/// moves no money.
package struct UserCaller: Caller {
    package let app: App
    package let token: StoredAccessToken
    package var onlyUser: UserID? { user }

    package init(app: App, token: StoredAccessToken) {
        self.app = app
        self.token = token
    }

    package var user: UserID { token.grant.user }
    /// What the user granted at this login, as far as it still holds.
    package var scopes: ScopeSet { token.login.scopes.intersection(token.grant.scopes) }
}

extension Directory {
    /// The coin of a code. Whether an app may use it is decided later, where a repeated call is recognised first.
    ///
    /// - Throws: 11031 if the platform has no such coin.
    package func coin(code: String) throws(PlatformError) -> Coin {
        guard let coin = coinsByCode[code] else { throw LedgerRefusal.coinNotAllowed.platformError }
        return coin
    }
}
