import PayCore
import PayDomain
import PayLedger

/// Makes the directory out of the rows of ``calls``, and opens its secrets.
struct DirectoryReader {
    static let version = PostgresStatement("directory_version", "SELECT version FROM directory_version")
    private static let companies = PostgresStatement("companies", "SELECT id, name FROM company")
    private static let coins = PostgresStatement("coins", "SELECT id, code, scale FROM coin")
    private static let prices = PostgresStatement("prices", "SELECT symbol, close_price, time FROM price")
    private static let apps = PostgresStatement(
        "apps",
        """
        SELECT id, company_id, name, manager, enabled, scopes, cut_millionths, envelope_member, callback_url, allows_loopback,
            check_key, strong_secret, replaced_check_key, replaced_strong_secret, replaced_until
        FROM app
        """)
    private static let appCoins = PostgresStatement("app_coins", "SELECT app_id, coin, daily_limit, review_above FROM app_coin")
    private static let origins = PostgresStatement("app_origins", "SELECT app_id, origin FROM app_origin ORDER BY app_id, line")
    private static let loginURLs = PostgresStatement("app_login_urls", "SELECT app_id, url FROM app_login_url ORDER BY app_id, line")
    private static let keys = PostgresStatement("access_keys", "SELECT id, app_id, secret, enabled, create_time FROM access_key")
    private static let addresses = PostgresStatement(
        "access_key_addresses", "SELECT key_id, address FROM access_key_address ORDER BY key_id, line")

    /// All that a directory is made of. They must see one state of the database.
    static let calls = [version(), companies(), coins(), prices(), apps(), appCoins(), origins(), loginURLs(), keys(), addresses()]

    private let rows: [PostgresRows]
    private let sealer: any Sealer

    /// - Parameter rows: what ``calls`` have returned, in their order.
    init(_ rows: some Sequence<PostgresRows>, _ sealer: any Sealer) {
        self.rows = Array(rows)
        self.sealer = sealer
    }

    func directory() throws -> Directory {
        Directory(
            companies: try rows[1].map { try Company(id: $0.valid(CompanyID($0.text(0)), 0), name: $0.text(1)) },
            apps: try apps(), keys: try keys(), coins: try rows[2].map(coin),
            prices: try rows[3].map { try Price(symbol: $0.text(0), closePrice: $0.text(1), time: $0.timestamp(2)) }, version: try version()
        )
    }

    private func version() throws -> Int64 {
        guard let row = rows[0].first else { throw PostgresError.unreadable(column: "version of the directory", .null) }
        return try row.int64(0)
    }

    private func coin(_ row: PostgresRow) throws -> Coin {
        let scale = try row.valid(Scale(digits: row.integer(2)), 2)
        return try row.valid(Coin(id: try row.coin(0), code: row.text(1), scale: scale), 1)
    }

    private func apps() throws -> [App] {
        var terms: [AppID: [CoinID: AppStanding.CoinTerms]] = [:]
        for row in rows[5] {
            terms[try row.app(0), default: [:]][try row.coin(1)] = AppStanding.CoinTerms(
                dailyLimit: try row.optional(2, row.amount), reviewAbove: try row.optional(3, row.amount))
        }
        let (origins, loginURLs) = (try lists(rows[6]), try lists(rows[7]))
        return try rows[4].map { row in
            let id = try row.app(0)
            let checkKey = try sealer.open(row.bytes(10), for: SecretContext.checkKey(of: id))
            return App(
                id: id, company: try row.valid(CompanyID(row.text(1)), 1), name: try row.text(2), manager: try row.user(3),
                isEnabled: try row.bool(4), scopes: try row.scopes(5), coins: terms[id] ?? [:],
                cutRate: try row.valid(CutRate(millionths: row.integer(6)), 6),
                envelopeMember: try row.valid(App.EnvelopeMember(rawValue: row.text(7)), 7), callbackURL: try row.optional(8, row.text),
                redirectOrigins: RedirectOrigins(origins: origins[id.text] ?? [], allowsLoopback: try row.bool(9)),
                loginURLs: loginURLs[id.text] ?? [], checkKey: String(decoding: checkKey, as: UTF8.self),
                strongSecret: try sealer.open(row.bytes(11), for: SecretContext.strongSecret(of: id)),
                replacedKeys: try row.optional(14, row.timestamp).map { end in try replacedKeys(row, of: id, end: end) })
        }
    }

    private func replacedKeys(_ row: PostgresRow, of app: AppID, end: Timestamp) throws -> ReplacedKeys {
        ReplacedKeys(
            checkKey: String(decoding: try sealer.open(row.bytes(12), for: SecretContext.replacedCheckKey(of: app)), as: UTF8.self),
            strongSecret: try sealer.open(row.bytes(13), for: SecretContext.replacedStrongSecret(of: app)), end: end)
    }

    private func keys() throws -> [AccessKey] {
        let addresses = try lists(rows[9])
        return try rows[8].map { row in
            let id = try row.text(0)
            return AccessKey(
                id: id, app: try row.app(1), secret: try sealer.open(row.bytes(2), for: SecretContext.secret(ofKey: id)),
                isEnabled: try row.bool(3), boundAddresses: addresses[id] ?? [], createTime: try row.timestamp(4))
        }
    }

    /// The second column's texts, in their order, by the first one's.
    private func lists(_ rows: PostgresRows) throws -> [String: [String]] {
        var lists: [String: [String]] = [:]
        for row in rows { lists[try row.text(0), default: []].append(try row.text(1)) }
        return lists
    }
}
