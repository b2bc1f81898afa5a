import PayCore
import PayDomain
import PayLedger

// Parts that are being written. Each line goes away with the file that has the part.
extension PostgresStore {
    // UserStore
    package func user(_ id: UserID) async throws -> User? { fatalError() }
    package func user(named name: String) async throws -> User? { fatalError() }
    package func users(limit: Int) async throws -> [User] { fatalError() }
    package func grant(of app: AppID, user: UserID) async throws -> Grant? { fatalError() }
    package func grant(of app: AppID, openID: OpenID) async throws -> Grant? { fatalError() }
    package func grants(of user: UserID) async throws -> [Grant] { fatalError() }
    package func beginTradePasswordTry(_ user: UserID, now: Timestamp, limit: Int, lockEnd: Timestamp) async throws -> TradePasswordTry { fatalError() }
    package func clearTradePasswordTries(_ user: UserID) async throws { fatalError() }
    package func takeBackTradePasswordTry(_ user: UserID) async throws { fatalError() }
    package func insert(_ session: Session, ifPasswordIs hash: String, replacing earlier: [UInt8]?) async throws -> Bool { fatalError() }
    package func session(idHash: [UInt8], now: Timestamp) async throws -> Session? { fatalError() }
    package func deleteSession(idHash: [UInt8]) async throws { fatalError() }
    // DirectoryStore
    package func loadDirectory() async throws -> Directory { fatalError() }
    package func change(_ change: DirectoryChange, whenDurable apply: @Sendable @escaping (Directory) -> Void) async throws { fatalError() }
    package func directoryVersion() async throws -> Int64? { fatalError() }
    package func metadata(_ name: String) async throws -> String? { fatalError() }
    package func setMetadata(_ name: String, to value: String) async throws { fatalError() }
    // LoginStore
    package func authorise(_ code: NewLoginCode) async throws { fatalError() }
    package func redeemCode(hash: [UInt8], deciding decide: @Sendable @escaping (StoredLoginCode?) -> CodeRedemption) async throws -> CodeRedemption { fatalError() }
    package func refreshLogin(hash: [UInt8], deciding decide: @Sendable @escaping (StoredRefreshToken?) -> LoginRefresh) async throws -> LoginRefresh { fatalError() }
    package func accessToken(hash: [UInt8]) async throws -> StoredAccessToken? { fatalError() }
    package func endLogin(_ id: Int64) async throws { fatalError() }
    // CallbackStore
    package func nextCallbacks(of apps: [AppID], now: Timestamp) async throws -> [AppID: Timestamp] { fatalError() }
    package func take(_ turn: CallbackTurn) async throws -> CallbackTurn.Outcome { fatalError() }
    package func redoCallback(of order: Order, now: Timestamp) async throws { fatalError() }
    package func callbackAttempts(of app: AppID, tradeNo: TradeNo?, limit: Int) async throws -> [CallbackAttempt] { fatalError() }
    package func failingApps() async throws -> [AppID: Timestamp] { fatalError() }
    package func callbackBacklog(of apps: [AppID], now: Timestamp) async throws -> CallbackBacklog { fatalError() }
    // CallbackHistoryStore
    package func callbacks(of apps: [AppID], in state: CallbackState, limit: Int) async throws -> [CallbackStanding] { fatalError() }
    package func callback(of order: OrderID) async throws -> CallbackStanding? { fatalError() }
    package func replayLength(_ replay: CallbackReplay, from place: CallbackReplayPlace) async throws -> Int { fatalError() }
    package func replayCallbacks(_ replay: CallbackReplay, from place: CallbackReplayPlace, now: Timestamp, limit: Int, isDryRun: Bool) async throws -> CallbackReplayPage { fatalError() }
    package func forgetCallbackAttempts(of app: AppID, before time: Timestamp, limit: Int) async throws -> Int { fatalError() }
}
