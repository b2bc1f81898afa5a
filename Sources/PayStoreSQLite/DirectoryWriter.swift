import GRDB
import PayCore
import PayDomain
import PayLedger

/// Writes one change of the directory or of a user.
struct DirectoryWriter {
    private let db: Database
    private let sealer: any Sealer

    init(_ db: Database, _ sealer: any Sealer) {
        self.db = db
        self.sealer = sealer
    }

    /// - Throws: ``DirectoryConflict/unknown`` if what is to be changed does not exist; ``StoreError/failed(_:)`` with a constraint's
    ///   code if what is to be added exists, or refers to what does not.
    func write(_ change: DirectoryChange) throws {
        switch change {
        case .addCompany(let company):
            try run("INSERT INTO company (id, name) VALUES (?, ?)", [.text(company.id.text), .text(company.name)])
        case .addCoin(let coin):
            try run(
                "INSERT INTO coin (id, code, scale) VALUES (?, ?, ?)", [.coin(coin.id), .text(coin.code), .integer(coin.scale.digits)]
            )
        case .addApp(let app): try add(app)
        case .updateApp(let app): try update(app)
        case .addKey(let key): try add(key)
        case .updateKey(let key): try update(key)
        case .addUser(let user): try add(user)
        case .setPassword(let user, let hash, let version):
            try check(version, of: user)
            try changeOne("UPDATE user SET password_hash = ?, version = version + 1 WHERE id = ?", [.text(hash), .user(user)])
            try endAccess(of: user)
        case .setTradePassword(let user, let hash, let frozenUntil, let version):
            try check(version, of: user)
            try changeOne(
                """
                UPDATE user SET
                    payments_frozen_until = CASE WHEN trade_password_hash IS NULL THEN payments_frozen_until
                        ELSE max(coalesce(payments_frozen_until, ?2), coalesce(?2, payments_frozen_until)) END,
                    trade_password_hash = ?1, version = version + 1
                WHERE id = ?3
                """, [.text(hash), .time(frozenUntil), .user(user)]
            )
        case .setPaymentsFrozen(let user, let frozen):
            try changeOne(
                """
                UPDATE user SET payments_frozen = ?1, payments_frozen_until = CASE WHEN ?1 THEN payments_frozen_until END,
                    version = version + 1
                WHERE id = ?2
                """, [.flag(frozen), .user(user)]
            )
        case .setUserEnabled(let user, let enabled):
            try changeOne("UPDATE user SET enabled = ?, version = version + 1 WHERE id = ?", [.flag(enabled), .user(user)])
            if !enabled { try endAccess(of: user) }
        case .setGrant(let grant): try set(grant)
        case .revokeGrant(let app, let user):
            try changeOne("UPDATE user_grant SET scopes = 0 WHERE app_id = ? AND uid = ?", [.app(app), .user(user)])
            try LoginWriter(db).endAll(of: user, at: app)
        case .setSpendingCap(let app, let user, let coin, let cap):
            try SpendingWriter(db).set(cap, of: SpendingKey(user: user, app: app, coin: coin))
        case .setPrice(let price):
            try run(
                """
                INSERT INTO price (symbol, close_price, time) VALUES (?, ?, ?)
                ON CONFLICT (symbol) DO UPDATE SET close_price = excluded.close_price, time = excluded.time
                """,
                [.text(price.symbol), .text(price.closePrice), .time(price.time)]
            )
        }
    }

    /// - Throws: ``DirectoryConflict/changed`` if the user is not as whoever decided on the change has seen it.
    private func check(_ version: Int64?, of user: UserID) throws {
        guard let version else { return }
        let present = try PreparedStatement(db, "SELECT version FROM user WHERE id = ?").first([.user(user)]) { $0.integer(0) }
        if let present, present != version { throw DirectoryConflict.changed }
    }

    /// Nobody goes on as a user whose password was changed, or who was disabled.
    private func endAccess(of user: UserID) throws {
        try run("DELETE FROM session WHERE uid = ?", [.user(user)])
        try LoginWriter(db).endAll(of: user)
    }

    private func set(_ grant: Grant) throws {
        try run(
            """
            INSERT INTO union_id (company_id, uid, union_id) SELECT company_id, ?, ? FROM app WHERE id = ?
            ON CONFLICT (company_id, uid) DO NOTHING
            """,
            [.user(grant.user), .text(grant.unionID.text), .app(grant.app)]
        )
        try run(
            """
            INSERT INTO user_grant (app_id, uid, open_id, scopes) VALUES (?, ?, ?, ?)
            ON CONFLICT (app_id, uid) DO UPDATE SET scopes = excluded.scopes
            """,
            [.app(grant.app), .user(grant.user), .text(grant.openID.text), .integer(grant.scopes.bits)]
        )
    }

    private func add(_ app: App) throws {
        try run(
            """
            INSERT INTO app (company_id, name, manager, enabled, scopes, cut_millionths, envelope_member, callback_url, allows_loopback,
                check_key, strong_secret, replaced_check_key, replaced_strong_secret, replaced_until, id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [.text(app.company.text), .text(app.name), .user(app.manager)] + (try terms(of: app)) + [.app(app.id)]
        )
        try writeLists(of: app)
    }

    /// Company, name and manager of an app never change.
    private func update(_ app: App) throws {
        try changeOne(
            """
            UPDATE app SET enabled = ?, scopes = ?, cut_millionths = ?, envelope_member = ?, callback_url = ?, allows_loopback = ?,
                check_key = ?, strong_secret = ?, replaced_check_key = ?, replaced_strong_secret = ?, replaced_until = ?
            WHERE id = ?
            """,
            try terms(of: app) + [.app(app.id)]
        )
        // Nobody stays signed in at an app that was disabled, also when it is enabled again.
        if !app.isEnabled { try LoginWriter(db).endAll(at: app.id) }
        try run("DELETE FROM app_coin WHERE app_id = ?", [.app(app.id)])
        try run("DELETE FROM app_origin WHERE app_id = ?", [.app(app.id)])
        try run("DELETE FROM app_login_url WHERE app_id = ?", [.app(app.id)])
        try writeLists(of: app)
    }

    private func terms(of app: App) throws -> [SQLValue] {
        [
            .flag(app.isEnabled), .integer(app.scopes.bits), .integer(app.cutRate.millionths), .text(app.envelopeMember.rawValue),
            .text(app.callbackURL), .flag(app.redirectOrigins.allowsLoopback),
            .bytes(try sealer.seal(Array(app.checkKey.utf8), for: SecretContext.checkKey(of: app.id))),
            .bytes(try sealer.seal(app.strongSecret, for: SecretContext.strongSecret(of: app.id))),
        ] + (try replacedKeys(of: app))
    }

    private func replacedKeys(of app: App) throws -> [SQLValue] {
        guard let keys = app.replacedKeys else { return [.null, .null, .null] }
        return [
            .bytes(try sealer.seal(Array(keys.checkKey.utf8), for: SecretContext.replacedCheckKey(of: app.id))),
            .bytes(try sealer.seal(keys.strongSecret, for: SecretContext.replacedStrongSecret(of: app.id))),
            .time(keys.end),
        ]
    }

    private func writeLists(of app: App) throws {
        for (coin, terms) in app.coins {
            try run(
                "INSERT INTO app_coin (app_id, coin, daily_limit, review_above) VALUES (?, ?, ?, ?)",
                [.app(app.id), .coin(coin), .amount(terms.dailyLimit), .amount(terms.reviewAbove)]
            )
        }
        for (line, origin) in app.redirectOrigins.origins.enumerated() {
            try run("INSERT INTO app_origin (app_id, line, origin) VALUES (?, ?, ?)", [.app(app.id), .integer(line), .text(origin)])
        }
        for (line, url) in app.loginURLs.enumerated() {
            try run("INSERT INTO app_login_url (app_id, line, url) VALUES (?, ?, ?)", [.app(app.id), .integer(line), .text(url)])
        }
    }

    private func add(_ key: AccessKey) throws {
        try run(
            "INSERT INTO access_key (id, app_id, secret, enabled, create_time) VALUES (?, ?, ?, ?, ?)",
            [
                .text(key.id), .app(key.app), .bytes(try sealer.seal(key.secret, for: SecretContext.secret(ofKey: key.id))),
                .flag(key.isEnabled), .time(key.createTime),
            ]
        )
        try writeAddresses(of: key)
    }

    /// A key's app and secret never change.
    private func update(_ key: AccessKey) throws {
        try changeOne("UPDATE access_key SET enabled = ? WHERE id = ?", [.flag(key.isEnabled), .text(key.id)])
        try run("DELETE FROM access_key_address WHERE key_id = ?", [.text(key.id)])
        try writeAddresses(of: key)
    }

    private func writeAddresses(of key: AccessKey) throws {
        for (line, address) in key.boundAddresses.enumerated() {
            try run(
                "INSERT INTO access_key_address (key_id, line, address) VALUES (?, ?, ?)",
                [.text(key.id), .integer(line), .text(address)]
            )
        }
    }

    private func add(_ user: User) throws {
        try run(
            "INSERT INTO user (id, name, password_hash, trade_password_hash, payments_frozen) VALUES (?, ?, ?, ?, ?)",
            [.user(user.id), .text(user.name), .text(user.passwordHash), .text(user.tradePasswordHash), .flag(user.paymentsFrozen)]
        )
    }

    private func run(_ sql: String, _ values: [SQLValue]) throws { try PreparedStatement(db, sql).run(values) }

    private func changeOne(_ sql: String, _ values: [SQLValue]) throws {
        guard try PreparedStatement(db, sql).run(values) == 1 else { throw DirectoryConflict.unknown }
    }
}
