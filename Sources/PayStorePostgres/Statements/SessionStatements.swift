import PayCore
import PayDomain

/// Signed-in browsers.
enum SessionStatements {
    /// The most rows that one sign-in forgets, so that none takes long.
    static let forgottenAtOnce: Int64 = 100

    /// A change of the password and this wait for each other at the user's row.
    private static let add = PostgresStatement(
        "add_session",
        """
        INSERT INTO session (id_hash, uid, create_time, expire_time, last_use_time, program, system, address)
        SELECT $1, id, $2, $3, $6, $7, $8, $9 FROM users WHERE id = $4 AND enabled AND password_hash = $5 FOR SHARE
        """, .bytes, .int64, .int64, .int64, .text, .int64, .text, .text, .text)

    static func add(_ session: Session, ifPasswordIs hash: String) -> PostgresCall {
        add(
            .bytes(session.idHash), .time(session.createTime), .time(session.expireTime), .user(session.user), .text(hash),
            .time(session.lastUseTime), .text(session.browser.program?.rawValue), .text(session.browser.system?.rawValue),
            .text(session.address))
    }

    /// Ends the session that another one has replaced, if that has begun.
    static let deleteReplaced = PostgresStatement(
        "delete_replaced_session",
        "DELETE FROM session WHERE id_hash = $1 AND EXISTS (SELECT 1 FROM session AS later WHERE later.id_hash = $2)", .bytes, .bytes)

    static let forgetExpired = PostgresStatement(
        "forget_sessions",
        """
        DELETE FROM session WHERE id_hash IN
            (SELECT id_hash FROM session WHERE expire_time <= $1 ORDER BY expire_time LIMIT $2 FOR UPDATE SKIP LOCKED)
        """, .int64, .int64)

    static let alive = PostgresStatement(
        "session", "SELECT \(Session.columns) FROM session WHERE id_hash = $1 AND expire_time > $2", .bytes, .int64)

    static let noteUse = PostgresStatement(
        "note_use_of_session",
        "UPDATE session SET last_use_time = $2, expire_time = $4 WHERE id_hash = $1 AND last_use_time <= $3 AND expire_time > $2",
        .bytes, .int64, .int64, .int64)

    static let ofUser = PostgresStatement(
        "sessions_of_user",
        """
        SELECT \(Session.columns) FROM session WHERE uid = $1 AND expire_time > $2
        ORDER BY greatest(last_use_time, create_time) DESC, create_time DESC LIMIT $3
        """, .int64, .int64, .int64)

    static let delete = PostgresStatement("delete_session", "DELETE FROM session WHERE id_hash = $1", .bytes)
    static let deleteOthers = PostgresStatement(
        "delete_other_sessions", "DELETE FROM session WHERE uid = $1 AND id_hash <> $2", .int64, .bytes)
    static let deleteAll = PostgresStatement("delete_sessions", "DELETE FROM session WHERE uid = $1", .int64)

    static let all = [add, deleteReplaced, forgetExpired, alive, noteUse, ofUser, delete, deleteOthers, deleteAll]
}

extension Session {
    /// The columns of `session`, in the order in which ``init(_:)`` reads them.
    fileprivate static let columns = "id_hash, uid, create_time, last_use_time, expire_time, program, system, address"

    /// - Throws: ``PostgresError/unreadable(column:_:)``.
    init(_ row: PostgresRow) throws(PostgresError) {
        self.init(
            idHash: try row.bytes(0), user: try row.user(1), createTime: try row.timestamp(2), lastUseTime: try row.timestamp(3),
            expireTime: try row.timestamp(4),
            browser: BrowserKind(programName: try row.optional(5, row.text), systemName: try row.optional(6, row.text)),
            address: try row.optional(7, row.text))
    }
}
