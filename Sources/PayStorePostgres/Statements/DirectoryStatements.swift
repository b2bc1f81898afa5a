enum DirectoryStatements {
    static let addCompany = PostgresStatement("add_company", "INSERT INTO company (id, name) VALUES ($1, $2)", .text, .text)
    static let addCoin = PostgresStatement("add_coin", "INSERT INTO coin (id, code, scale) VALUES ($1, $2, $3)", .int64, .text, .int64)
    static let setPrice = PostgresStatement(
        "set_price",
        """
        INSERT INTO price (symbol, close_price, time) VALUES ($1, $2, $3)
        ON CONFLICT (symbol) DO UPDATE SET close_price = excluded.close_price, time = excluded.time
        """, .text, .text, .int64)
}

enum AppStatements {
    static let add = PostgresStatement(
        "add_app",
        """
        INSERT INTO app (id, enabled, scopes, cut_millionths, envelope_member, callback_url, allows_loopback, check_key, strong_secret,
            replaced_check_key, replaced_strong_secret, replaced_until, company_id, name, manager)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        """, .text, .bool, .int64, .int64, .text, .text, .bool, .bytes, .bytes, .bytes, .bytes, .int64, .text, .text, .int64)

    static let update = PostgresStatement(
        "update_app",
        """
        UPDATE app SET enabled = $2, scopes = $3, cut_millionths = $4, envelope_member = $5, callback_url = $6, allows_loopback = $7,
            check_key = $8, strong_secret = $9, replaced_check_key = $10, replaced_strong_secret = $11, replaced_until = $12
        WHERE id = $1
        """, .text, .bool, .int64, .int64, .text, .text, .bool, .bytes, .bytes, .bytes, .bytes, .int64)

    static let deleteLists = ["app_coin", "app_origin", "app_login_url"].map { table in
        PostgresStatement("delete_\(table)", "DELETE FROM \(table) WHERE app_id = $1", .text)
    }

    static let addCoins = PostgresStatement(
        "add_app_coins",
        """
        INSERT INTO app_coin (app_id, coin, daily_limit, review_above)
        SELECT $1, coin, daily_limit, review_above FROM unnest($2, $3, $4) AS terms (coin, daily_limit, review_above)
        """, .text, .int64s, .numerics, .numerics)

    static let addOrigins = PostgresStatement(
        "add_app_origins",
        """
        INSERT INTO app_origin (app_id, line, origin)
        SELECT $1, number - 1, text FROM unnest($2) WITH ORDINALITY AS lines (text, number)
        """, .text, .texts)

    static let addLoginURLs = PostgresStatement(
        "add_app_login_urls",
        """
        INSERT INTO app_login_url (app_id, line, url)
        SELECT $1, number - 1, text FROM unnest($2) WITH ORDINALITY AS lines (text, number)
        """, .text, .texts)
}

enum KeyStatements {
    static let add = PostgresStatement(
        "add_key", "INSERT INTO access_key (id, app_id, secret, enabled, create_time) VALUES ($1, $2, $3, $4, $5)",
        .text, .text, .bytes, .bool, .int64)
    static let setEnabled = PostgresStatement("set_key_enabled", "UPDATE access_key SET enabled = $2 WHERE id = $1", .text, .bool)
    static let deleteAddresses = PostgresStatement(
        "delete_key_addresses", "DELETE FROM access_key_address WHERE key_id = $1", .text)
    static let addAddresses = PostgresStatement(
        "add_key_addresses",
        """
        INSERT INTO access_key_address (key_id, line, address)
        SELECT $1, number - 1, text FROM unnest($2) WITH ORDINALITY AS lines (text, number)
        """, .text, .texts)
}

/// Each change that a confirmation may have been decided without raises the user's version.
enum UserChangeStatements {
    static let add = PostgresStatement(
        "add_user", "INSERT INTO users (id, name, password_hash, trade_password_hash, payments_frozen) VALUES ($1, $2, $3, $4, $5)",
        .int64, .text, .text, .text, .bool)
    /// The third value of these two is the version that the user must have; null for any.
    static let setPassword = PostgresStatement(
        "set_password_hash",
        "UPDATE users SET password_hash = $2, version = version + 1 WHERE id = $1 AND version = coalesce($3, version)",
        .int64, .text, .int64)
    static let setTradePassword = PostgresStatement(
        "set_trade_password_hash",
        // The greatest of the two is the one that is there if the other is null.
        """
        UPDATE users SET trade_password_hash = $2, version = version + 1,
            payments_frozen_until = CASE WHEN trade_password_hash IS NULL THEN payments_frozen_until
                ELSE greatest(payments_frozen_until, $4) END
        WHERE id = $1 AND version = coalesce($3, version)
        """, .int64, .text, .int64, .int64)
    static let setFrozen = PostgresStatement(
        "set_payments_frozen",
        """
        UPDATE users SET payments_frozen = $2, payments_frozen_until = CASE WHEN $2 THEN payments_frozen_until END, version = version + 1
        WHERE id = $1
        """, .int64, .bool)
    static let setEnabled = set("enabled", .bool)

    private static func set(_ column: String, _ type: PostgresType) -> PostgresStatement {
        PostgresStatement("set_\(column)", "UPDATE users SET \(column) = $2, version = version + 1 WHERE id = $1", .int64, type)
    }

    static let all = [setPassword, setTradePassword, setFrozen, setEnabled]
}
