import GRDB
import PayCore
import PayDomain

extension SQLiteStore {
    package func authorise(_ code: NewLoginCode) async throws {
        let sealer = sealer
        try await write { db in
            let earlier = try PreparedStatement(db, "SELECT scopes FROM user_grant WHERE app_id = ? AND uid = ?")
                .first([.app(code.app), .user(code.user)]) { ScopeSet(bits: $0.integer(0)) }
            let grant = Grant(app: code.app, user: code.user, scopes: code.scopes(after: earlier ?? .none))
            try DirectoryWriter(db, sealer).write(.setGrant(grant))
            // A code that expired long ago is as good as unknown, so their number stays bounded by the sign-ins of a day.
            try LoginWriter(db).forgetExpired(before: code.now)
            try PreparedStatement(
                db,
                """
                INSERT INTO login_code (hash, app_id, uid, device, state, asked, granted, expire_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
            ).run([
                .bytes(code.hash), .app(code.app), .user(code.user), .text(code.device), .text(code.state), .integer(code.asked.bits),
                .integer(code.granted.bits), .time(code.expireTime),
            ])
        }
    }

    package func redeemCode(
        hash: [UInt8], deciding decide: @Sendable @escaping (StoredLoginCode?) -> CodeRedemption
    ) async throws -> CodeRedemption {
        try await write { db in
            let stored = try PreparedStatement(
                db,
                """
                SELECT login_code.app_id, login_code.uid, device, state, asked, granted & user_grant.scopes, expire_time, spent, login,
                    user.enabled
                FROM login_code JOIN user ON user.id = login_code.uid JOIN user_grant USING (app_id, uid) WHERE hash = ?
                """
            ).first([.bytes(hash)], StoredLoginCode.init)
            let redemption = decide(stored)
            let writer = LoginWriter(db)
            switch redemption {
            case .nothing: return (.undo, redemption)
            case .spend: try writer.spendCode(hash, giving: nil)
            case .end(let login): try writer.end(login)
            case .give(let login): try writer.spendCode(hash, giving: try writer.add(login))
            }
            return (.commit, redemption)
        }
    }

    package func refreshLogin(
        hash: [UInt8], deciding decide: @Sendable @escaping (StoredRefreshToken?) -> LoginRefresh
    ) async throws -> LoginRefresh {
        try await write { db in
            let stored = try PreparedStatement(
                db,
                """
                SELECT \(Login.columns), refresh_token.expire_time, refresh_token.spent, user_grant.scopes
                FROM refresh_token JOIN login ON login.id = refresh_token.login JOIN user_grant USING (app_id, uid)
                WHERE refresh_token.hash = ?
                """
            ).first([.bytes(hash)]) { row in
                StoredRefreshToken(
                    login: try Login(row), expireTime: row.time(Login.columnCount), isSpent: row.flag(Login.columnCount + 1),
                    granted: ScopeSet(bits: row.integer(Login.columnCount + 2))
                )
            }
            let refresh = decide(stored)
            switch refresh {
            case .refuse: return (.undo, refresh)
            case .end(let login): try LoginWriter(db).end(login)
            case .renew(let login, _, let tokens, let time):
                try LoginWriter(db).renew(login, spending: hash, tokens: tokens, at: time)
            }
            return (.commit, refresh)
        }
    }

    package func accessToken(hash: [UInt8]) async throws -> StoredAccessToken? {
        try await read { db in
            try PreparedStatement(
                db,
                """
                SELECT \(Login.columns), access_token.expire_time, access_token.replaced, \(Grant.columns)
                FROM access_token JOIN login ON login.id = access_token.login
                    JOIN user_grant ON user_grant.app_id = login.app_id AND user_grant.uid = login.uid \(Grant.unionJoin)
                WHERE access_token.hash = ?
                """
            ).first([.bytes(hash)]) { row in
                StoredAccessToken(
                    login: try Login(row), expireTime: row.time(Login.columnCount), isReplaced: row.flag(Login.columnCount + 1),
                    grant: try Grant(row, at: Login.columnCount + 2)
                )
            }
        }
    }

    package func endLogin(_ id: Int64) async throws {
        try await write { db in try LoginWriter(db).end(id) }
    }
}

/// Writes logins and their tokens.
struct LoginWriter {
    /// How long what has expired is still told apart from what never was, in seconds.
    private static let memory: Int64 = 24 * 60 * 60
    /// The most rows that one transaction forgets of each kind, so that none takes long.
    private static let forgottenAtOnce = 100

    private let db: Database

    init(_ db: Database) { self.db = db }

    /// - Returns: the login's number.
    func add(_ login: NewLogin) throws -> Int64 {
        try PreparedStatement(db, "INSERT INTO login (app_id, uid, device, scopes, create_time) VALUES (?, ?, ?, ?, ?)").run([
            .app(login.app), .user(login.user), .text(login.device), .integer(login.scopes.bits), .time(login.time),
        ])
        let id = db.lastInsertedRowID
        try add(login.tokens, to: id)
        return id
    }

    func renew(_ login: Login, spending hash: [UInt8], tokens: LoginTokens, at time: Timestamp) throws {
        try forgetExpired(before: time)
        try PreparedStatement(db, "UPDATE refresh_token SET spent = 1 WHERE hash = ?").runOnOneRow([.bytes(hash)])
        try PreparedStatement(db, "UPDATE access_token SET replaced = 1 WHERE login = ?").run([.integer(login.id)])
        try PreparedStatement(db, "UPDATE login SET refresh_time = ? WHERE id = ?").runOnOneRow([.time(time), .integer(login.id)])
        try add(tokens, to: login.id)
    }

    func spendCode(_ hash: [UInt8], giving login: Int64?) throws {
        try PreparedStatement(db, "UPDATE login_code SET spent = 1, login = ? WHERE hash = ?")
            .runOnOneRow([login.map { .integer($0) } ?? .null, .bytes(hash)])
    }

    func end(_ login: Int64) throws { try PreparedStatement(db, "UPDATE login SET ended = 1 WHERE id = ?").runOnOneRow([.integer(login)]) }

    /// Ends every login of a user, at one app or at all, and spends the codes that would give new ones.
    func endAll(of user: UserID, at app: AppID? = nil) throws {
        if let app {
            try endAll("uid = ? AND app_id = ?", [.user(user), .app(app)])
        } else {
            try endAll("uid = ?", [.user(user)])
        }
    }

    /// Ends every login at an app, and spends the codes that would give new ones.
    func endAll(at app: AppID) throws { try endAll("app_id = ?", [.app(app)]) }

    private func endAll(_ condition: String, _ values: [SQLValue]) throws {
        try PreparedStatement(db, "UPDATE login_code SET spent = 1 WHERE \(condition) AND spent = 0").run(values)
        try PreparedStatement(db, "UPDATE login SET ended = 1 WHERE \(condition) AND ended = 0").run(values)
    }

    func forgetExpired(before now: Timestamp) throws {
        for (table, end) in [("login_code", "expire_time"), ("access_token", "kept_until"), ("refresh_token", "expire_time")] {
            try PreparedStatement(
                db, "DELETE FROM \(table) WHERE hash IN (SELECT hash FROM \(table) WHERE \(end) < ? ORDER BY \(end) LIMIT ?)"
            ).run([.time(now.advanced(bySeconds: -Self.memory)), .integer(Self.forgottenAtOnce)])
        }
    }

    private func add(_ tokens: LoginTokens, to login: Int64) throws {
        try PreparedStatement(
            db, "INSERT INTO access_token (hash, login, expire_time, kept_until, pay_token_hash) VALUES (?, ?, ?, ?, ?)"
        ).run([
            .bytes(tokens.access.hash), .integer(login), .time(tokens.accessExpireTime),
            .time(max(tokens.accessExpireTime, tokens.refreshExpireTime)), tokens.pay.map { .bytes($0.hash) } ?? .null,
        ])
        try PreparedStatement(db, "INSERT INTO refresh_token (hash, login, expire_time) VALUES (?, ?, ?)").run([
            .bytes(tokens.refresh.hash), .integer(login), .time(tokens.refreshExpireTime),
        ])
    }
}

extension Login {
    /// The columns of `login`, in the order in which ``init(_:)`` reads them.
    fileprivate static let columns = "login.id, login.app_id, login.uid, login.device, login.scopes, login.ended"
    fileprivate static let columnCount: Int32 = 6

    fileprivate init(_ row: Row) throws {
        self.init(
            id: row.integer(0), app: try row.app(1), user: try row.user(2), device: row.text(3), scopes: ScopeSet(bits: row.integer(4)),
            isAlive: !row.flag(5)
        )
    }
}

extension StoredLoginCode {
    fileprivate init(_ row: Row) throws {
        self.init(
            app: try row.app(0), user: try row.user(1), device: row.text(2), state: row.text(3), asked: ScopeSet(bits: row.integer(4)),
            granted: ScopeSet(bits: row.integer(5)), expireTime: row.time(6), isSpent: row.flag(7), login: row.optional(8, row.integer),
            userIsEnabled: row.flag(9)
        )
    }
}
