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
    package func metadata(_ name: String) async throws -> String? { fatalError() }
    package func setMetadata(_ name: String, to value: String) async throws { fatalError() }
    // LoginStore
    package func authorise(_ code: NewLoginCode) async throws { fatalError() }
    package func redeemCode(hash: [UInt8], deciding decide: @Sendable @escaping (StoredLoginCode?) -> CodeRedemption) async throws -> CodeRedemption { fatalError() }
    package func refreshLogin(hash: [UInt8], deciding decide: @Sendable @escaping (StoredRefreshToken?) -> LoginRefresh) async throws -> LoginRefresh { fatalError() }
    package func accessToken(hash: [UInt8]) async throws -> StoredAccessToken? { fatalError() }
    package func endLogin(_ id: Int64) async throws { fatalError() }
    // LedgerStore
    package func commit<Result: Sendable>(_ needs: LedgerNeeds, deciding decide: @Sendable @escaping (LedgerState, [UInt8]) -> (LedgerWrite, Result)) async throws -> Result { fatalError() }
    package func balance(of account: AccountKey) async throws -> Balance? { fatalError() }
    package func balances(of user: UserID, in book: Book) async throws -> [CoinID: Balance] { fatalError() }
    package func proveLedger() async throws -> LedgerProof { fatalError() }
    package func proofBatch(from position: ProofPosition, rows: Int) async throws -> ProofBatch { fatalError() }
    // OrderStore
    package func order(_ key: OrderKey) async throws -> Order? { fatalError() }
    package func order(_ id: OrderID) async throws -> Order? { fatalError() }
    package func returnedVolume(of order: OrderID) async throws -> Amount? { fatalError() }
    package func orders(matching filter: OrderFilter, offset: Int64, limit: Int) async throws -> OrderPage { fatalError() }
    package func ordersUnderReview(limit: Int) async throws -> [Order] { fatalError() }
    package func application(codeHash: [UInt8]) async throws -> PaymentApplication? { fatalError() }
}
