import PayCore

/// A holder of accounts.
package struct User: Sendable {
    package let id: UserID
    /// What the user signs in with, unique on the platform: 1 to 64 characters, no control characters.
    package let name: String
    /// A PHC string made by ``PasswordHasher``, or `nil`: then nobody can sign in, as with an app's manager.
    package let passwordHash: String?
    package let tradePasswordHash: String?
    package let paymentsFrozen: Bool
    /// Until when nothing is paid out of the user's accounts after a change of the trade password; `nil`, or past, if it may be.
    package let paymentsFrozenUntil: Timestamp?
    /// Whether the user may sign in, here and at apps. Money can still be paid to one who may not.
    package let isEnabled: Bool
    /// Until when the trade password is locked after too many wrong ones; `nil`, or past, if it is not.
    package let tradePasswordLockEnd: Timestamp?
    /// Grows by one with each change of a password, of the trade password, and of whether payments are frozen or the user is enabled: with
    /// everything that a confirmation is checked against.
    package let version: Int64

    package init(
        id: UserID, name: String, passwordHash: String?, tradePasswordHash: String?, paymentsFrozen: Bool,
        paymentsFrozenUntil: Timestamp? = nil, isEnabled: Bool = true, tradePasswordLockEnd: Timestamp? = nil, version: Int64 = 0
    ) {
        self.id = id
        self.name = name
        self.passwordHash = passwordHash
        self.tradePasswordHash = tradePasswordHash
        self.paymentsFrozen = paymentsFrozen
        self.paymentsFrozenUntil = paymentsFrozenUntil
        self.isEnabled = isEnabled
        self.tradePasswordLockEnd = tradePasswordLockEnd
        self.version = version
    }
}

/// What a user has allowed an app.
package struct Grant: Hashable, Sendable {
    package let app: AppID
    package let user: UserID
    /// The user's name to this app. It stays for ever, also when the grant is taken back.
    package let openID: OpenID
    /// The user's name to every app of the app's company. It stays for ever too.
    package let unionID: UnionID
    /// None once the user has taken the grant back.
    package let scopes: ScopeSet

    package init(app: AppID, user: UserID, openID: OpenID, unionID: UnionID, scopes: ScopeSet) {
        self.app = app
        self.user = user
        self.openID = openID
        self.unionID = unionID
        self.scopes = scopes
    }

    /// A grant under new random names, which count only if the user has none yet.
    package init(app: AppID, user: UserID, scopes: ScopeSet) {
        guard let openID = OpenID(SecureRandom.hex(bytes: 16)), let unionID = UnionID(SecureRandom.hex(bytes: 16)) else {
            preconditionFailure("hexadecimal digits make a name")
        }
        self.init(app: app, user: user, openID: openID, unionID: unionID, scopes: scopes)
    }
}

/// The answer to one try of a trade password, before the password itself is looked at.
package enum TradePasswordTry: Hashable, Sendable {
    /// The try was counted. `triesLeft` are left if it fails: 0 after the last.
    case allowed(triesLeft: Int)
    case locked(until: Timestamp)
}
