import PayCore

/// Users, and what they granted.
package protocol UserStore: Sendable {
    func user(_ id: UserID) async throws -> User?
    func user(named name: String) async throws -> User?
    func users(limit: Int) async throws -> [User]
    func grant(of app: AppID, user: UserID) async throws -> Grant?
    func grant(of app: AppID, openID: OpenID) async throws -> Grant?
    /// What a user allows or has once allowed any app, by the app's name.
    func grants(of user: UserID) async throws -> [Grant]
    /// When each app to which the user allows something was last used: the last login or refresh of one, or the last order between the two.
    func lastUses(of user: UserID) async throws -> [AppID: Timestamp]

    /// The caps that a user has set, by the app's name and the coin's number.
    func spendingCaps(of user: UserID) async throws -> [SpendingCap]

    /// Counts a try before the password is looked at, so that tries made at the same time cannot pass the limit together. When the
    /// last try of `limit` is counted, the user is locked until `lockEnd`; a success undoes both.
    func beginTradePasswordTry(_ user: UserID, now: Timestamp, limit: Int, lockEnd: Timestamp) async throws -> TradePasswordTry

    /// The password was right: the count starts anew.
    func clearTradePasswordTries(_ user: UserID) async throws

    /// A try that was begun was never made: it does not count.
    func takeBackTradePasswordTry(_ user: UserID) async throws
}

/// The directory as it is stored, with its secrets sealed; ``Directory`` is what comes out.
package protocol DirectoryStore: Sendable {
    /// The directory and its version, out of one snapshot.
    func loadDirectory() async throws -> Directory

    /// A number that grows with each change of the directory, in the change's own transaction; `nil` if no other process can change it.
    func directoryVersion() async throws -> Int64?

    /// Decides on one change by the directory as it is, makes it durable and then, before any other write begins, calls `apply` with the
    /// directory as it is now. All of that is one transaction: no other process changes the directory after `decide` has seen it.
    ///
    /// - Parameter decide: pure and quick: payments wait for it, and it may be run again. When it throws, nothing changes.
    /// - Returns: what `apply` was given.
    /// - Throws: ``DirectoryConflict``; what `decide` throws.
    @discardableResult
    func change(
        deciding decide: @Sendable @escaping (Directory) throws -> DirectoryChange,
        whenDurable apply: @Sendable @escaping (Directory) -> Void
    ) async throws -> Directory

    /// Makes `holder` the one that decisions rest on. Where other processes can change the directory, a batch of the ledger that finds it
    /// changed brings the holder up to date before it is decided.
    func keepCurrent(_ holder: DirectoryHolder)

    /// A named value of the platform as a whole, such as the sandbox's clock offset.
    func metadata(_ name: String) async throws -> String?
    func setMetadata(_ name: String, to value: String) async throws

    /// Adds to a named value that is a number; one that is not there counts as 0.
    ///
    /// - Returns: the sum, which no other addition has seen.
    func addToMetadata(_ name: String, _ number: Int64) async throws -> Int64
}

extension DirectoryStore {
    package func keepCurrent(_ holder: DirectoryHolder) {}

    /// The same for a change that rests on nothing which the directory holds.
    @discardableResult
    package func change(
        _ change: DirectoryChange, whenDurable apply: @Sendable @escaping (Directory) -> Void
    ) async throws -> Directory {
        try await self.change(deciding: { _ in change }, whenDurable: apply)
    }
}

/// All that the platform keeps.
package protocol Store: LedgerStore, OrderStore, UserOrderStore, UserStore, SessionStore, SignInTryStore, LoginStore, DirectoryStore,
    CallbackStore,
    CallbackHistoryStore
{
    /// Whether the store answers at all, for `/ready`.
    func ping() async throws

    /// Writes everything back into the main file and closes. No call may follow.
    func close() async throws
}
