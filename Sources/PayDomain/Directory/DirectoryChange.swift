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
    case setPassword(UserID, hash: String)
    case setTradePassword(UserID, hash: String)
    case setPaymentsFrozen(UserID, Bool)
    case setGrant(Grant)
}

/// The change names something that exists already, or something that does not.
package enum DirectoryConflict: Error, Hashable, Sendable {
    case exists
    case unknown
}
