import GRDB
import PayCore
import PayDomain
import PayLedger

extension SQLiteStore {
    package func user(_ id: UserID) async throws -> User? {
        try await read { db in
            try PreparedStatement(db, "SELECT \(User.columns) FROM user WHERE id = ?").first([.user(id)], User.init)
        }
    }

    package func user(named name: String) async throws -> User? {
        try await read { db in
            try PreparedStatement(db, "SELECT \(User.columns) FROM user WHERE name = ?").first([.text(name)], User.init)
        }
    }

    package func users(limit: Int) async throws -> [User] {
        try await read { db in
            try PreparedStatement(db, "SELECT \(User.columns) FROM user ORDER BY id LIMIT ?").all([.integer(limit)], User.init)
        }
    }

    package func grant(of app: AppID, user: UserID) async throws -> Grant? {
        try await read { db in
            try PreparedStatement(db, "\(Grant.selection) WHERE user_grant.app_id = ? AND user_grant.uid = ?")
                .first([.app(app), .user(user)]) { try Grant($0, at: 0) }
        }
    }

    package func grants(of user: UserID) async throws -> [Grant] {
        try await read { db in
            try PreparedStatement(db, "\(Grant.selection) WHERE user_grant.uid = ? ORDER BY user_grant.app_id")
                .all([.user(user)]) { try Grant($0, at: 0) }
        }
    }

    package func grant(of app: AppID, openID: OpenID) async throws -> Grant? {
        try await read { db in
            try PreparedStatement(db, "\(Grant.selection) WHERE user_grant.app_id = ? AND user_grant.open_id = ?")
                .first([.app(app), .text(openID.text)]) { try Grant($0, at: 0) }
        }
    }

    package func spendingCaps(of user: UserID) async throws -> [SpendingCap] {
        try await read { db in
            try PreparedStatement(
                db, "SELECT app_id, coin, cap, day, taken FROM spending_cap WHERE uid = ? AND cap IS NOT NULL ORDER BY app_id, coin"
            )
            .all([.user(user)]) { SpendingCap(app: try $0.app(0), coin: try $0.coin(1), try Spending($0, at: 2)) }
            .compactMap { $0 }
        }
    }

    /// - Throws: ``DirectoryConflict/unknown`` if there is no such user.
    package func beginTradePasswordTry(
        _ user: UserID, now: Timestamp, limit: Int, lockEnd: Timestamp
    ) async throws -> TradePasswordTry {
        try await write { db in
            let standing = try PreparedStatement(db, "SELECT trade_tries, trade_locked_until FROM user WHERE id = ?")
                .first([.user(user)]) { (tries: Int($0.integer(0)), lockEnd: $0.optional(1, $0.time)) }
            guard var (tries, earlierLockEnd) = standing else { throw DirectoryConflict.unknown }
            if let end = earlierLockEnd {
                guard now >= end else { return (.undo, .locked(until: end)) }
                // The lock is over, and with it the tries that led to it.
                tries = 0
                earlierLockEnd = nil
            }
            tries += 1
            let locks = tries >= limit
            try PreparedStatement(db, "UPDATE user SET trade_tries = ?, trade_locked_until = ? WHERE id = ?")
                .runOnOneRow([.integer(tries), .time(locks ? lockEnd : nil), .user(user)])
            return (.commit, .allowed(triesLeft: max(0, limit - tries)))
        }
    }

    package func clearTradePasswordTries(_ user: UserID) async throws {
        try await write { db in
            _ = try PreparedStatement(db, "UPDATE user SET trade_tries = 0, trade_locked_until = NULL WHERE id = ?").run([.user(user)])
        }
    }

    package func takeBackTradePasswordTry(_ user: UserID) async throws {
        try await write { db in
            _ = try PreparedStatement(
                db, "UPDATE user SET trade_tries = trade_tries - 1, trade_locked_until = NULL WHERE id = ? AND trade_tries > 0"
            ).run([.user(user)])
        }
    }

    /// Sessions that have expired by then are deleted, so that their number stays bounded by the sign-ins of one lifetime.
    package func insert(
        _ session: Session, ifPasswordIs hash: String, replacing earlier: [UInt8]?, forgettingTries tries: [UInt8]?
    ) async throws -> Bool {
        try await write { db in
            try PreparedStatement(db, "DELETE FROM session WHERE expire_time <= ?").run([.time(session.createTime)])
            try PreparedStatement(
                db,
                """
                INSERT INTO session (id_hash, uid, create_time, expire_time)
                SELECT ?, id, ?, ? FROM user WHERE id = ? AND enabled AND password_hash = ?
                """
            ).run([
                .bytes(session.idHash), .time(session.createTime), .time(session.expireTime), .user(session.user), .text(hash),
            ])
            guard db.changesCount == 1 else { return false }
            if let earlier { try PreparedStatement(db, "DELETE FROM session WHERE id_hash = ?").run([.bytes(earlier)]) }
            if let tries { try PreparedStatement(db, SignInTrySQL.forget).run([.bytes(tries)]) }
            return true
        }
    }

    package func session(idHash: [UInt8], now: Timestamp) async throws -> Session? {
        try await read { db in
            try PreparedStatement(db, "SELECT uid, create_time, expire_time FROM session WHERE id_hash = ? AND expire_time > ?")
                .first([.bytes(idHash), .time(now)]) { row in
                    Session(idHash: idHash, user: try row.user(0), createTime: row.time(1), expireTime: row.time(2))
                }
        }
    }

    package func deleteSession(idHash: [UInt8]) async throws {
        try await write { db in
            _ = try PreparedStatement(db, "DELETE FROM session WHERE id_hash = ?").run([.bytes(idHash)])
        }
    }
}

extension User {
    fileprivate static let columns =
        "id, name, password_hash, trade_password_hash, payments_frozen, payments_frozen_until, enabled, trade_locked_until, version"

    fileprivate init(_ row: Row) throws {
        self.init(
            id: try row.user(0), name: row.text(1), passwordHash: row.optional(2, row.text), tradePasswordHash: row.optional(3, row.text),
            paymentsFrozen: row.flag(4), paymentsFrozenUntil: row.optional(5, row.time), isEnabled: row.flag(6),
            tradePasswordLockEnd: row.optional(7, row.time), version: row.integer(8)
        )
    }
}

extension Grant {
    /// The columns of a grant, in the order in which ``init(_:at:)`` reads them; they need ``unionJoin``.
    static let columns = "user_grant.app_id, user_grant.uid, user_grant.open_id, union_id.union_id, user_grant.scopes"

    static let unionJoin = """

        JOIN app ON app.id = user_grant.app_id
        JOIN union_id ON union_id.company_id = app.company_id AND union_id.uid = user_grant.uid
        """

    fileprivate static let selection = "SELECT \(columns) FROM user_grant \(unionJoin)"

    init(_ row: Row, at first: Int32) throws {
        self.init(
            app: try row.app(first), user: try row.user(first + 1), openID: try row.valid(OpenID(row.text(first + 2)), first + 2),
            unionID: try row.valid(UnionID(row.text(first + 3)), first + 3), scopes: ScopeSet(bits: row.integer(first + 4))
        )
    }
}
