import PayCore

/// One change of the directory or of a user, as an operator makes it.
package enum DirectoryChange: Sendable {
    case addCompany(Company)
    case addCoin(Coin)
    case addApp(App)
    case updateApp(App)
    case addKey(AccessKey)
    case updateKey(AccessKey)
    case addUser(User)
    /// Ends every session and login of the user. `version` is the user's that the change was decided by; `nil` for any.
    case setPassword(UserID, hash: String, ifVersion: Int64? = nil)
    /// `version` as for ``setPassword(_:hash:ifVersion:)``.
    case setTradePassword(UserID, hash: String, ifVersion: Int64? = nil)
    case setPaymentsFrozen(UserID, Bool)
    /// Disabling ends every session and login of the user.
    case setUserEnabled(UserID, Bool)
    /// The user's names at the app and its company stay what they are, if there are any.
    case setGrant(Grant)
    /// Takes back what a user has allowed an app, and ends the user's logins there.
    case revokeGrant(app: AppID, user: UserID)
    case setPrice(Price)
}

/// Why a change cannot be made.
package enum DirectoryConflict: Error, Hashable, Sendable {
    /// It adds what exists already.
    case exists
    /// It names what does not exist.
    case unknown
    /// What it was decided by is not so any more.
    case changed
}
