import GRDB
import PayCore
import PayDomain
import PayLedger

/// Reads the directory and opens its secrets.
struct DirectoryReader {
    private let db: Database
    private let sealer: any Sealer

    init(_ db: Database, _ sealer: any Sealer) {
        self.db = db
        self.sealer = sealer
    }

    func directory() throws -> Directory {
        Directory(companies: try companies(), apps: try apps(), keys: try keys(), coins: try coins(), prices: try prices())
    }

    private func companies() throws -> [Company] {
        try PreparedStatement(db, "SELECT id, name FROM company").all { row in
            Company(id: try row.valid(CompanyID(row.text(0)), 0), name: row.text(1))
        }
    }

    private func coins() throws -> [Coin] {
        try PreparedStatement(db, "SELECT id, code, scale FROM coin").all { row in
            let scale = try row.valid(Scale(digits: Int(row.integer(2))), 2)
            return try row.valid(Coin(id: try row.coin(0), code: row.text(1), scale: scale), 1)
        }
    }

    private func prices() throws -> [Price] {
        try PreparedStatement(db, "SELECT symbol, close_price, time FROM price").all { row in
            Price(symbol: row.text(0), closePrice: row.text(1), time: row.time(2))
        }
    }

    private func apps() throws -> [App] {
        let coins = try PreparedStatement(db, "SELECT coin, daily_limit, review_above FROM app_coin WHERE app_id = ?")
        let origins = try PreparedStatement(db, "SELECT origin FROM app_origin WHERE app_id = ? ORDER BY line")
        let loginURLs = try PreparedStatement(db, "SELECT url FROM app_login_url WHERE app_id = ? ORDER BY line")
        return try PreparedStatement(
            db,
            """
            SELECT id, company_id, name, manager, enabled, scopes, cut_millionths, envelope_member, callback_url, allows_loopback,
                check_key, strong_secret, replaced_check_key, replaced_strong_secret, replaced_until
            FROM app
            """
        ).all { row in
            let id = try row.app(0)
            var terms: [CoinID: AppStanding.CoinTerms] = [:]
            try coins.each([.app(id)]) { row in
                terms[try row.coin(0)] = AppStanding.CoinTerms(
                    dailyLimit: try row.optional(1, row.amount), reviewAbove: try row.optional(2, row.amount)
                )
            }
            let checkKey = try sealer.open(row.bytes(10), for: SecretContext.checkKey(of: id))
            return App(
                id: id, company: try row.valid(CompanyID(row.text(1)), 1), name: row.text(2), manager: try row.user(3),
                isEnabled: row.flag(4), scopes: ScopeSet(bits: row.integer(5)), coins: terms,
                cutRate: try row.valid(CutRate(millionths: Int(row.integer(6))), 6),
                envelopeMember: try row.valid(App.EnvelopeMember(rawValue: row.text(7)), 7), callbackURL: row.optional(8, row.text),
                redirectOrigins: RedirectOrigins(origins: try origins.all([.app(id)]) { $0.text(0) }, allowsLoopback: row.flag(9)),
                loginURLs: try loginURLs.all([.app(id)]) { $0.text(0) },
                checkKey: String(decoding: checkKey, as: UTF8.self),
                strongSecret: try sealer.open(row.bytes(11), for: SecretContext.strongSecret(of: id)),
                replacedKeys: try row.optional(14, row.time).map { end in try replacedKeys(row, of: id, end: end) }
            )
        }
    }

    private func replacedKeys(_ row: Row, of app: AppID, end: Timestamp) throws -> ReplacedKeys {
        ReplacedKeys(
            checkKey: String(decoding: try sealer.open(row.bytes(12), for: SecretContext.replacedCheckKey(of: app)), as: UTF8.self),
            strongSecret: try sealer.open(row.bytes(13), for: SecretContext.replacedStrongSecret(of: app)), end: end
        )
    }

    private func keys() throws -> [AccessKey] {
        let addresses = try PreparedStatement(db, "SELECT address FROM access_key_address WHERE key_id = ? ORDER BY line")
        return try PreparedStatement(db, "SELECT id, app_id, secret, enabled, create_time FROM access_key").all { row in
            let id = row.text(0)
            return AccessKey(
                id: id, app: try row.app(1), secret: try sealer.open(row.bytes(2), for: SecretContext.secret(ofKey: id)),
                isEnabled: row.flag(3), boundAddresses: try addresses.all([.text(id)]) { $0.text(0) }, createTime: row.time(4)
            )
        }
    }
}
