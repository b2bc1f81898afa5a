import PayCore
import PayDomain

/// Users, and their tries of the trade password.
enum UserStatements {
    static let byID = PostgresStatement("user_by_id", "SELECT \(User.columns) FROM users WHERE id = $1", .int64)
    static let byName = PostgresStatement("user_by_name", "SELECT \(User.columns) FROM users WHERE name = $1", .text)
    static let first = PostgresStatement("users", "SELECT \(User.columns) FROM users ORDER BY id LIMIT $1", .int64)

    /// Locks the user and tells when the lock on the trade password ends.
    static let lockTries = PostgresStatement("lock_tries", "SELECT trade_locked_until FROM users WHERE id = $1 FOR UPDATE", .int64)

    /// Counts a try, unless they are locked: a lock that is over takes the tries with it that had led to it.
    static let beginTry = PostgresStatement(
        "begin_try",
        """
        UPDATE users SET
            trade_tries = CASE WHEN trade_locked_until IS NULL THEN trade_tries ELSE 0 END + 1,
            trade_locked_until = CASE WHEN CASE WHEN trade_locked_until IS NULL THEN trade_tries ELSE 0 END + 1 >= $3 THEN $4 END
        WHERE id = $1 AND (trade_locked_until IS NULL OR trade_locked_until <= $2)
        RETURNING trade_tries
        """, .int64, .int64, .int64, .int64)

    static let clearTries = PostgresStatement(
        "clear_tries", "UPDATE users SET trade_tries = 0, trade_locked_until = NULL WHERE id = $1", .int64)

    static let takeBackTry = PostgresStatement(
        "take_back_try", "UPDATE users SET trade_tries = trade_tries - 1, trade_locked_until = NULL WHERE id = $1 AND trade_tries > 0",
        .int64)

    static let all = [byID, byName, lockTries, beginTry, clearTries, takeBackTry]
}

/// What users have allowed apps.
enum GrantStatements {
    static let byUser = PostgresStatement(
        "grant_by_user", "\(Grant.selection) WHERE user_grant.app_id = $1 AND user_grant.uid = $2", .text, .int64)
    static let byOpenID = PostgresStatement(
        "grant_by_open_id", "\(Grant.selection) WHERE user_grant.app_id = $1 AND user_grant.open_id = $2", .text, .text)
    static let ofUser = PostgresStatement(
        "grants_of_user", "\(Grant.selection) WHERE user_grant.uid = $1 ORDER BY user_grant.app_id", .int64)

    static let addUnionID = PostgresStatement(
        "add_union_id",
        """
        INSERT INTO union_id (company_id, uid, union_id) SELECT company_id, $2, $3 FROM app WHERE id = $1
        ON CONFLICT (company_id, uid) DO NOTHING
        """, .text, .int64, .text)

    /// `$4` is what is asked for now, `$5` what is granted of it: as ``NewLoginCode/scopes(after:)``, where the row is locked.
    static let allow = PostgresStatement(
        "allow",
        """
        INSERT INTO user_grant (app_id, uid, open_id, scopes) VALUES ($1, $2, $3, $5)
        ON CONFLICT (app_id, uid) DO UPDATE SET scopes = (user_grant.scopes & ~$4) | $5
        """, .text, .int64, .text, .int64, .int64)

    static let set = PostgresStatement(
        "set_grant",
        """
        INSERT INTO user_grant (app_id, uid, open_id, scopes) VALUES ($1, $2, $3, $4)
        ON CONFLICT (app_id, uid) DO UPDATE SET scopes = excluded.scopes
        """, .text, .int64, .text, .int64)

    static let revoke = PostgresStatement(
        "revoke_grant", "UPDATE user_grant SET scopes = 0 WHERE app_id = $1 AND uid = $2", .text, .int64)

    /// The last login, the last refresh of one and the last order of each app: a look at the end of an index for each.
    static let lastUses = PostgresStatement(
        "last_uses_of_apps",
        """
        SELECT app_id, greatest(
            (SELECT max(create_time) FROM login WHERE login.uid = user_grant.uid AND login.app_id = user_grant.app_id),
            (SELECT max(refresh_time) FROM login WHERE login.uid = user_grant.uid AND login.app_id = user_grant.app_id),
            (SELECT max(create_time) FROM orders WHERE orders.app_id = user_grant.app_id AND orders.uid = user_grant.uid))
        FROM user_grant WHERE uid = $1 AND scopes <> 0
        """, .int64)

    static let all = [byUser, byOpenID, ofUser, lastUses, addUnionID, allow, set, revoke]
}
