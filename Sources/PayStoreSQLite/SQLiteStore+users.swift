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
            try PreparedStatement(db, GrantSQL.ofUser).all([.user(user)]) { try Grant($0, at: 0) }
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

    package func lastUses(of user: UserID) async throws -> [AppID: Timestamp] {
        try await read { db in
            let uses = try PreparedStatement(db, GrantSQL.lastUses).all([.user(user)]) { (try $0.app(0), $0.optional(1, $0.time)) }
            return Dictionary(uniqueKeysWithValues: uses).compactMapValues { $0 }
        }
    }
}

/// Statements on what one user has allowed apps.
package enum GrantSQL {
    static let ofUser = "\(Grant.selection) WHERE user_grant.uid = ? ORDER BY user_grant.app_id"

    /// The last login, the last refresh of one and the last order of each app: a look at the end of an index for each.
    static let lastUses = """
        SELECT app_id, nullif(
            max(
                coalesce((SELECT max(create_time) FROM login WHERE uid = user_grant.uid AND app_id = user_grant.app_id), 0),
                coalesce(
                    (SELECT max(refresh_time) FROM login
                        WHERE uid = user_grant.uid AND app_id = user_grant.app_id AND refresh_time IS NOT NULL), 0),
                coalesce((SELECT max(create_time) FROM orders WHERE app_id = user_grant.app_id AND uid = user_grant.uid), 0)), 0)
        FROM user_grant WHERE uid = ? AND scopes <> 0
        """

    /// For whoever looks at their plans.
    package static let all = [ofUser, lastUses]
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
