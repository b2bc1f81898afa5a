import PayCore

/// Users' logins at apps, with the codes and tokens that belong to them. Of each only the hash is stored.
package protocol LoginStore: Sendable {
    /// Records in one transaction what a user allows an app, ``NewLoginCode/scopes(after:)``, and the code that will say so.
    func authorise(_ code: NewLoginCode) async throws

    /// Shows a code to `decide` and does what it says, all in one transaction, so that of any number of redemptions one finds it unspent.
    ///
    /// - Parameter decide: gets `nil` for a code that was never given out; is pure and may run again.
    func redeemCode(
        hash: [UInt8], deciding decide: @Sendable @escaping (StoredLoginCode?) -> CodeRedemption
    ) async throws -> CodeRedemption

    /// Shows a refresh token to `decide` and does what it says, all in one transaction.
    ///
    /// - Parameter decide: as for ``redeemCode(hash:deciding:)``.
    func refreshLogin(
        hash: [UInt8], deciding decide: @Sendable @escaping (StoredRefreshToken?) -> LoginRefresh
    ) async throws -> LoginRefresh

    func accessToken(hash: [UInt8]) async throws -> StoredAccessToken?

    /// Ends a login and with it its tokens. Ending one twice is the same as once.
    func endLogin(_ id: Int64) async throws
}

/// A code on its way into the store.
package struct NewLoginCode: Sendable {
    package let hash: [UInt8]
    package let app: AppID
    package let user: UserID
    package let device: String
    package let state: String
    /// What the app asked for.
    package let asked: ScopeSet
    /// What the user granted of it.
    package let granted: ScopeSet
    package let now: Timestamp
    package let expireTime: Timestamp

    /// What the user grants the app from now on. What was granted before and is not asked for now stays granted; what is asked for now is
    /// answered anew.
    package func scopes(after earlier: ScopeSet) -> ScopeSet { earlier.subtracting(asked).union(granted) }
}

/// A code as it was stored.
package struct StoredLoginCode: Sendable {
    package let app: AppID
    package let user: UserID
    package let device: String
    package let state: String
    package let asked: ScopeSet
    /// What the user granted of it, and has not taken back since.
    package let granted: ScopeSet
    package let expireTime: Timestamp
    package let isSpent: Bool
    /// The login that it gave, if it gave one.
    package let login: Int64?
    package let userIsEnabled: Bool

    package init(
        app: AppID, user: UserID, device: String, state: String, asked: ScopeSet, granted: ScopeSet, expireTime: Timestamp, isSpent: Bool,
        login: Int64?, userIsEnabled: Bool
    ) {
        self.app = app
        self.user = user
        self.device = device
        self.state = state
        self.asked = asked
        self.granted = granted
        self.expireTime = expireTime
        self.isSpent = isSpent
        self.login = login
        self.userIsEnabled = userIsEnabled
    }
}

/// What is done with a code that was shown.
package enum CodeRedemption: Sendable {
    case nothing
    /// It was shown with something wrong: it works no more.
    case spend
    /// It was shown a second time: what it gave ends.
    case end(login: Int64)
    case give(NewLogin)
}

/// A login on its way into the store, with its first tokens.
package struct NewLogin: Sendable {
    package let app: AppID
    package let user: UserID
    package let device: String
    package let scopes: ScopeSet
    package let time: Timestamp
    package let tokens: LoginTokens
}

/// A refresh token as it was stored, with its login.
package struct StoredRefreshToken: Sendable {
    package let login: Login
    package let expireTime: Timestamp
    package let isSpent: Bool
    /// What the user allows the app at present.
    package let granted: ScopeSet

    package init(login: Login, expireTime: Timestamp, isSpent: Bool, granted: ScopeSet) {
        self.login = login
        self.expireTime = expireTime
        self.isSpent = isSpent
        self.granted = granted
    }
}

/// What is done with a refresh token that was shown.
package enum LoginRefresh: Sendable {
    /// Why it is refused.
    case refuse(PlatformError)
    /// It was spent before: the login ends.
    case end(login: Int64)
    /// The token is spent, every access token of the login is replaced, and these take their place.
    case renew(login: Login, scopes: ScopeSet, tokens: LoginTokens, time: Timestamp)
}

/// An access token as it was stored, with all that decides what it may do at present.
package struct StoredAccessToken: Sendable {
    package let login: Login
    package let expireTime: Timestamp
    /// A refresh has put another in its place.
    package let isReplaced: Bool
    /// What the user allows the app at present, under which names.
    package let grant: Grant

    package init(login: Login, expireTime: Timestamp, isReplaced: Bool, grant: Grant) {
        self.login = login
        self.expireTime = expireTime
        self.isReplaced = isReplaced
        self.grant = grant
    }
}
