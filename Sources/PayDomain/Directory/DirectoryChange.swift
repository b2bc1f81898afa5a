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
    /// If there was a trade password before, nothing is paid out of the user's accounts until `frozenUntil`; `nil` freezes nothing. A freeze
    /// that lasts longer stays. `version` as for ``setPassword(_:hash:ifVersion:)``.
    case setTradePassword(UserID, hash: String, frozenUntil: Timestamp?, ifVersion: Int64? = nil)
    /// `false` lifts the freeze after a change of the trade password too.
    case setPaymentsFrozen(UserID, Bool)
    /// Disabling ends every session and login of the user.
    case setUserEnabled(UserID, Bool)
    /// The user's names at the app and its company stay what they are, if there are any.
    case setGrant(Grant)
    /// Takes back what a user has allowed an app, and ends the user's logins there.
    case revokeGrant(app: AppID, user: UserID)
    /// The most that the app may take out of the user's open account in a day (UTC) without asking; `nil` for no limit. What it has taken on
    /// the day before the change counts. Nothing above it is paid once this is durable.
    case setSpendingCap(app: AppID, user: UserID, coin: CoinID, cap: Amount?)
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
