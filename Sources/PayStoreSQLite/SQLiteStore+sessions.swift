import GRDB
import PayCore
import PayDomain

extension SQLiteStore {
    /// Sessions that have expired by then are deleted, so that their number stays bounded by the sign-ins of one lifetime.
    package func insert(
        _ session: Session, ifPasswordIs hash: String, replacing earlier: [UInt8]?, forgettingTries tries: [UInt8]?
    ) async throws -> Bool {
        try await write { db in
            try PreparedStatement(db, "DELETE FROM session WHERE expire_time <= ?").run([.time(session.createTime)])
            try PreparedStatement(
                db,
                """
                INSERT INTO session (id_hash, uid, create_time, last_use_time, expire_time, program, system, address)
                SELECT ?, id, ?, ?, ?, ?, ?, ? FROM user WHERE id = ? AND enabled AND password_hash = ?
                """
            ).run([
                .bytes(session.idHash), .time(session.createTime), .time(session.lastUseTime), .time(session.expireTime),
                .text(session.browser.program?.rawValue), .text(session.browser.system?.rawValue), .text(session.address),
                .user(session.user), .text(hash),
            ])
            guard db.changesCount == 1 else { return false }
            if let earlier { try PreparedStatement(db, "DELETE FROM session WHERE id_hash = ?").run([.bytes(earlier)]) }
            if let tries { try PreparedStatement(db, SignInTrySQL.forget).run([.bytes(tries)]) }
            return true
        }
    }

    package func session(idHash: [UInt8], now: Timestamp) async throws -> Session? {
        try await read { db in
            try PreparedStatement(db, "SELECT \(Session.columns) FROM session WHERE id_hash = ? AND expire_time > ?")
                .first([.bytes(idHash), .time(now)], Session.init)
        }
    }

    package func deleteSession(idHash: [UInt8]) async throws {
        try await write { db in
            _ = try PreparedStatement(db, "DELETE FROM session WHERE id_hash = ?").run([.bytes(idHash)])
        }
    }

    package func noteUse(
        ofSession idHash: [UInt8], at now: Timestamp, unlessSince earlier: Timestamp, expireTime: Timestamp
    ) async throws {
        try await write { db in
            let changed = try PreparedStatement(
                db, "UPDATE session SET last_use_time = ?, expire_time = ? WHERE id_hash = ? AND last_use_time <= ? AND expire_time > ?"
            ).run([.time(now), .time(expireTime), .bytes(idHash), .time(earlier), .time(now)])
            return (changed == 0 ? .undo : .commit, ())
        }
    }

    package func sessions(of user: UserID, now: Timestamp, limit: Int) async throws -> [Session] {
        try await read { db in
            try PreparedStatement(db, SessionSQL.ofUser).all([.user(user), .time(now), .integer(limit)], Session.init)
        }
    }

    package func deleteSessions(of user: UserID, except kept: [UInt8]) async throws {
        try await write { db in
            _ = try PreparedStatement(db, SessionSQL.deleteOthers).run([.user(user), .bytes(kept)])
        }
    }
}

/// Statements on the sessions of one user.
package enum SessionSQL {
    static let ofUser = """
        SELECT \(Session.columns) FROM session WHERE uid = ? AND expire_time > ?
        ORDER BY max(last_use_time, create_time) DESC, create_time DESC LIMIT ?
        """
    static let deleteOthers = "DELETE FROM session WHERE uid = ? AND id_hash <> ?"

    /// For whoever looks at their plans.
    package static let all = [ofUser, deleteOthers]
}

extension Session {
    /// The columns of `session`, in the order in which ``init(_:)`` reads them.
    fileprivate static let columns = "id_hash, uid, create_time, last_use_time, expire_time, program, system, address"

    fileprivate init(_ row: Row) throws {
        self.init(
            idHash: row.bytes(0), user: try row.user(1), createTime: row.time(2), lastUseTime: row.time(3), expireTime: row.time(4),
            browser: BrowserKind(programName: row.optional(5, row.text), systemName: row.optional(6, row.text)),
            address: row.optional(7, row.text)
        )
    }
}
