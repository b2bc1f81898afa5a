import PayCore
import PayDomain

/// Logins with their codes and tokens.
enum LoginStatements {
    static let addCode = PostgresStatement(
        "add_code",
        """
        INSERT INTO login_code (hash, app_id, uid, device, state, asked, granted, expire_time) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """, .bytes, .text, .int64, .text, .text, .int64, .int64, .int64)

    /// Locks a code and reads it with all that decides what it gives. A code that a user or an app gets while it is being disabled is not
    /// among those that the change spends, so the two wait for each other here; the code of a disabled app counts as spent.
    static let lockCode = PostgresStatement(
        "lock_code",
        """
        SELECT login_code.app_id, login_code.uid, login_code.device, login_code.state, login_code.asked,
            login_code.granted & user_grant.scopes, login_code.expire_time, login_code.spent OR NOT app.enabled, login_code.login,
            users.enabled
        FROM login_code JOIN users ON users.id = login_code.uid JOIN app ON app.id = login_code.app_id
            JOIN user_grant ON user_grant.app_id = login_code.app_id AND user_grant.uid = login_code.uid
        WHERE login_code.hash = $1 FOR SHARE OF users, app FOR UPDATE OF login_code
        """, .bytes)

    static let spendCode = PostgresStatement("spend_code", "UPDATE login_code SET spent = true WHERE hash = $1", .bytes)

    /// Adds a login with its tokens and spends the code for it.
    private static let give = PostgresStatement(
        "give_login",
        """
        WITH given AS (INSERT INTO login (app_id, uid, device, scopes, create_time) VALUES ($2, $3, $4, $5, $6) RETURNING id),
            access AS (
                INSERT INTO access_token (hash, login, expire_time, kept_until, pay_token_hash) SELECT $7, id, $8, $9, $10 FROM given),
            refresh AS (INSERT INTO refresh_token (hash, login, expire_time) SELECT $11, id, $12 FROM given)
        UPDATE login_code SET spent = true, login = (SELECT id FROM given) WHERE hash = $1
        """, .bytes, .text, .int64, .text, .int64, .int64, .bytes, .int64, .int64, .bytes, .bytes, .int64)

    static func give(_ login: NewLogin, for code: [UInt8]) -> PostgresCall {
        let tokens = login.tokens
        return give(
            .bytes(code), .app(login.app), .user(login.user), .text(login.device), .scopes(login.scopes), .time(login.time),
            .bytes(tokens.access.hash), .time(tokens.accessExpireTime), .time(tokens.accessKeptUntil), .payToken(tokens.pay),
            .bytes(tokens.refresh.hash), .time(tokens.refreshExpireTime))
    }

    static let lockRefreshToken = PostgresStatement(
        "lock_refresh_token",
        """
        SELECT \(Login.columns), refresh_token.expire_time, refresh_token.spent, user_grant.scopes
        FROM refresh_token JOIN login ON login.id = refresh_token.login
            JOIN user_grant ON user_grant.app_id = login.app_id AND user_grant.uid = login.uid
        WHERE refresh_token.hash = $1 FOR UPDATE OF refresh_token
        """, .bytes)

    private static let spendRefreshToken = PostgresStatement(
        "spend_refresh_token", "UPDATE refresh_token SET spent = true WHERE hash = $1", .bytes)
    private static let replaceAccessTokens = PostgresStatement(
        "replace_access_tokens", "UPDATE access_token SET replaced = true WHERE login = $1 AND NOT replaced", .int64)
    private static let addAccessToken = PostgresStatement(
        "add_access_token",
        "INSERT INTO access_token (hash, login, expire_time, kept_until, pay_token_hash) VALUES ($1, $2, $3, $4, $5)",
        .bytes, .int64, .int64, .int64, .bytes)
    private static let addRefreshToken = PostgresStatement(
        "add_refresh_token", "INSERT INTO refresh_token (hash, login, expire_time) VALUES ($1, $2, $3)", .bytes, .int64, .int64)

    private static let noteRefresh = PostgresStatement(
        "note_refresh", "UPDATE login SET refresh_time = $2 WHERE id = $1", .int64, .int64)

    static func renew(_ login: Login, spending hash: [UInt8], tokens: LoginTokens, at time: Timestamp) -> [PostgresCall] {
        [
            spendRefreshToken(.bytes(hash)), replaceAccessTokens(.int64(login.id)),
            addAccessToken(
                .bytes(tokens.access.hash), .int64(login.id), .time(tokens.accessExpireTime), .time(tokens.accessKeptUntil),
                .payToken(tokens.pay)),
            addRefreshToken(.bytes(tokens.refresh.hash), .int64(login.id), .time(tokens.refreshExpireTime)),
            noteRefresh(.int64(login.id), .time(time)),
        ]
    }

    static let accessToken = PostgresStatement(
        "access_token",
        """
        SELECT \(Login.columns), access_token.expire_time, access_token.replaced, \(Grant.columns)
        FROM access_token JOIN login ON login.id = access_token.login
            JOIN user_grant ON user_grant.app_id = login.app_id AND user_grant.uid = login.uid \(Grant.unionJoin)
        WHERE access_token.hash = $1
        """, .bytes)

    static let end = PostgresStatement("end_login", "UPDATE login SET ended = true WHERE id = $1", .int64)

    static let all =
        [
            addCode, lockCode, spendCode, give, lockRefreshToken, spendRefreshToken, replaceAccessTokens, addAccessToken, addRefreshToken,
            noteRefresh, accessToken, end,
        ] + forgets + spendCodes + endLogins
}

extension LoginStatements {
    /// How long what has expired is still told apart from what never was, in seconds.
    private static let memory: Int64 = 24 * 60 * 60
    /// The most rows that one transaction forgets of each kind, so that none takes long.
    private static let forgottenAtOnce: Int64 = 100

    private static let forgets = [("login_code", "expire_time"), ("access_token", "kept_until"), ("refresh_token", "expire_time")].map {
        table, end in
        PostgresStatement(
            "forget_\(table)",
            """
            DELETE FROM \(table) WHERE hash IN
                (SELECT hash FROM \(table) WHERE \(end) < $1 ORDER BY \(end) LIMIT $2 FOR UPDATE SKIP LOCKED)
            """, .int64, .int64)
    }

    /// They stand last in a transaction and wait for nobody.
    static func forgetExpired(before now: Timestamp) -> [PostgresCall] {
        forgets.map { $0(.time(now.advanced(bySeconds: -memory)), .int64(forgottenAtOnce)) }
    }

    private static let spendCodes = [
        PostgresStatement("spend_codes_of_user", "UPDATE login_code SET spent = true WHERE uid = $1 AND NOT spent", .int64),
        PostgresStatement(
            "spend_codes_of_grant", "UPDATE login_code SET spent = true WHERE uid = $1 AND app_id = $2 AND NOT spent", .int64, .text),
        PostgresStatement("spend_codes_of_app", "UPDATE login_code SET spent = true WHERE app_id = $1 AND NOT spent", .text),
    ]
    private static let endLogins = [
        PostgresStatement("end_logins_of_user", "UPDATE login SET ended = true WHERE uid = $1 AND NOT ended", .int64),
        PostgresStatement(
            "end_logins_of_grant", "UPDATE login SET ended = true WHERE uid = $1 AND app_id = $2 AND NOT ended", .int64, .text),
        PostgresStatement("end_logins_of_app", "UPDATE login SET ended = true WHERE app_id = $1 AND NOT ended", .text),
    ]

    /// Ends every login of a user, and spends the codes that would give new ones. The codes come first: whoever redeems one meanwhile is
    /// waited for, and the login that comes of it is then seen.
    static func endAll(of user: UserID) -> [PostgresCall] { [spendCodes[0](.user(user)), endLogins[0](.user(user))] }
    static func endAll(of user: UserID, at app: AppID) -> [PostgresCall] {
        [spendCodes[1](.user(user), .app(app)), endLogins[1](.user(user), .app(app))]
    }
    static func endAll(at app: AppID) -> [PostgresCall] { [spendCodes[2](.app(app)), endLogins[2](.app(app))] }
}

extension LoginTokens {
    /// Until when the access token is kept: as long as the refresh token that is exchanged with it, if that lives longer.
    fileprivate var accessKeptUntil: Timestamp { max(accessExpireTime, refreshExpireTime) }
}

extension PostgresValue {
    fileprivate static func payToken(_ token: PayToken?) -> PostgresValue { token.map { .bytes($0.hash) } ?? .null }
}
