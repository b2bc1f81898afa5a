import PayCore
import PayDomain
import PayStorePostgres
import TestSupport

/// Two nodes on one database with the fixture's directory, and a third party who does to it what else is done.
struct Nodes: Sendable {
    let first: Node
    let second: Node
    let pool: PostgresPool

    static func with(_ body: (Nodes) async throws -> Void) async throws {
        let folder = try TestFolder()
        let (first, second) = (try await PostgresStore.openForTest(folder), try await PostgresStore.openForTest(folder))
        try await Fixture.fill(first)
        let nodes = Nodes(
            first: try await Node(first), second: try await Node(second),
            pool: try await PostgresPool(PostgresTestDatabase.of(folder).settings()))
        try await body(nodes)
        try await first.close()
        try await second.close()
        await nodes.pool.close()
    }

    /// Runs `body` as often as given at the same time, on each node in turn.
    func race<Result: Sendable>(
        _ times: Int, _ body: @escaping @Sendable (Node, Int) async throws -> Result
    ) async throws -> [Result] {
        try await withThrowingTaskGroup(of: Result.self) { group in
            for number in 0..<times { group.addTask { try await body(number % 2 == 0 ? first : second, number) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// Holds the rows of a query while `body` runs.
    func holding<Result: Sendable>(_ sql: String, _ body: @Sendable () async throws -> Result) async throws -> Result {
        try await pool.withTransaction { transaction in
            let rows = try await transaction.run([Self.statement("\(sql) FOR UPDATE")()])[0]
            guard !rows.isEmpty else { throw Unexpected(outcome: "nothing is held by \(sql)") }
            return try await body()
        }
    }

    /// Waits until so many transactions wait for rows that others hold.
    func waiters(_ count: Int64) async throws {
        let sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        while try await number(sql) < count { try Task.checkCancellation() }
    }

    func number(_ sql: String) async throws -> Int64 {
        guard let row = try await pool.read([Self.statement(sql)()])[0].first else { throw Unexpected(outcome: "no row: \(sql)") }
        return try row.int64(0)
    }

    /// How often two transactions have waited for each other. The nodes are of no more use then.
    func deadlocks() async throws -> Int64 {
        // What a connection has counted is known at the latest when it ends.
        try await first.store.close()
        try await second.store.close()
        let connections =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
        while try await number(connections) > Int64(pool.connections) { try Task.checkCancellation() }
        return try await number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    }

    static func statement(_ sql: String) -> PostgresStatement {
        PostgresStatement("test_\(String(UInt(bitPattern: sql.hashValue), radix: 36))", sql)
    }
}

/// A node, on which nothing is served but what a test does.
struct Node: Sendable {
    let store: PostgresStore
    let platform: Platform

    init(_ store: PostgresStore) async throws {
        self.store = store
        // Its clock stands still, so that what it knows of the directory does not grow too old.
        platform = Platform(
            store: store, directory: try await DirectoryHolder.load(from: store, steadyClock: FakeSteadyClock()), clock: TestClock(),
            passwords: PlainPasswords(), settings: PlatformSettings(publicURL: "https://pay.example.com", domains: []), callbacks: .none)
    }

    func app(_ id: AppID = Fixture.shop) throws -> App {
        guard let app = platform.directory.current.apps[id] else { throw Unexpected(outcome: "no app \(id)") }
        return app
    }

    /// What Alice brings from the sign-in page after she has allowed an app to sign her in.
    func code() async throws -> LoginCode {
        let application = LoginApplication(
            app: try app(), asked: ScopeSet([.signIn]), state: "state000", device: "device00", redirectURL: "https://example.com/in")
        return try await AuthoriseApp(platform).run(application, ticked: .all, as: Fixture.makeUser(Fixture.alice)).code
    }

    /// - Returns: the tokens, or `nil` if the code does not work.
    func redeem(_ code: LoginCode) async throws -> LoginTokens? {
        let request = LogIn.Request(code: code, scopes: ScopeSet([.signIn]), state: "state000", device: "device00")
        do {
            return try await LogIn(platform).run(request, by: AppCaller(app: try app(), accessKey: "shop-key")).tokens
        } catch let error as PlatformError where error.code == .codeUnknown {
            return nil
        }
    }

    func tokens() async throws -> LoginTokens {
        guard let tokens = try await redeem(code()) else { throw Unexpected(outcome: "a new code does not work") }
        return tokens
    }

    /// - Returns: the new tokens, or `nil` if the login has ended or the refresh token was spent.
    func refresh(_ tokens: LoginTokens) async throws -> LoginTokens? {
        do {
            return try await RefreshLogin(platform).run(
                access: tokens.access, refresh: tokens.refresh, by: AppCaller(app: try app(), accessKey: "shop-key")
            ).tokens
        } catch let error as PlatformError where error.code == .refreshTokenRevoked {
            return nil
        }
    }

    /// Begins a session of Alice's.
    func signIn(
        _ number: Int, password: String = "hash-10", replacing earlier: Int? = nil, lifetime: Int64 = 60
    ) async throws -> Bool {
        let session = Session(
            idHash: Fixture.codeHash(number), user: Fixture.alice, createTime: Fixture.start, expireTime: Fixture.after(lifetime))
        return try await store.insert(session, ifPasswordIs: password, replacing: earlier.map(Fixture.codeHash), forgettingTries: nil)
    }

    func isSignedIn(_ number: Int) async throws -> Bool {
        try await store.session(idHash: Fixture.codeHash(number), now: Fixture.start) != nil
    }
}
