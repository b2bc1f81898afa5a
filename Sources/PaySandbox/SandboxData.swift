import Crypto
import PayCore
import PayDomain
import PayLedger

/// The fixed data of every sandbox (protocol, section 9). Its secrets are public on purpose.
package struct SandboxData: Sendable {
    struct AppSeed: Sendable {
        let id: String
        let manager: Int64
        let scopes: ScopeSet
        let cutRate: String

        var accessKey: String { "\(id)-access-key" }
        var secretKey: String { "\(id)-secret-key" }
        var checkKey: String { "\(id)-check-key" }
        var strongSecret: [UInt8] { Array(SHA256.hash(data: Array("\(id)-callback-secret".utf8))) }
    }

    struct UserSeed: Sendable {
        let uid: Int64
        let name: String
        var openID: String?
        var paymentsFrozen = false
        /// An app's manager has no password: nobody signs in as one.
        var isManager = false
        var balances: [BalanceSeed] = []

        var password: String { "\(name)-password" }
        /// The user's name to the apps of the sandbox's company.
        var unionID: String { "union_\(uid)" }
    }

    struct BalanceSeed: Sendable {
        let coin: String
        let book: Book
        let volume: String
        var frozen: String?
    }

    static let company = "sandbox-company"
    static let tradePassword = "123456"
    static let redirectOrigins = ["https://example.com"]
    static let loginURLs = ["https://example.com/in"]

    static let coins: [(id: Int, code: String, digits: Int)] = [(1, "usdt", 18), (2, "dc", 18), (3, "dt", 18), (4, "btc", 8)]
    static let appCoins = ["usdt", "dc", "dt"]
    static let prices = [("DT_USDT", "0.5"), ("BTC_USDT", "64000")]

    static let apps = [
        AppSeed(id: "sandbox-app", manager: 900_000, scopes: .all, cutRate: "0"),
        AppSeed(id: "sandbox-cut-app", manager: 900_001, scopes: .all, cutRate: "0.01"),
        AppSeed(id: "sandbox-limited-app", manager: 900_002, scopes: ScopeSet([.signIn, .readSpotAssets]), cutRate: "0"),
    ]

    /// The demo shop's app. It and its manager are made when the shop is first opened, and are not among the data that every sandbox has.
    static let shop = AppSeed(id: "sandbox-shop", manager: 900_003, scopes: .all, cutRate: "0.01")
    static let shopManager = UserSeed(
        uid: shop.manager, name: "sandbox-shop-manager", isManager: true,
        balances: [BalanceSeed(coin: "usdt", book: .spot, volume: "1000"), BalanceSeed(coin: "dt", book: .spot, volume: "1000")]
    )

    static let users = [
        UserSeed(
            uid: 900_000, name: "sandbox-app-manager", isManager: true,
            balances: [
                BalanceSeed(coin: "usdt", book: .spot, volume: "1000000000"), BalanceSeed(coin: "dt", book: .spot, volume: "1000000000"),
                BalanceSeed(coin: "usdt", book: .open, volume: "1000000"),
            ]
        ),
        UserSeed(
            uid: 900_001, name: "sandbox-cut-app-manager", isManager: true,
            balances: [BalanceSeed(coin: "usdt", book: .spot, volume: "1000")]
        ),
        UserSeed(uid: 900_002, name: "sandbox-limited-app-manager", isManager: true),
        UserSeed(
            uid: 1_000_000, name: "alice", openID: "59991c0e35855a48bb1157295dd63ce4",
            balances: [
                BalanceSeed(coin: "usdt", book: .spot, volume: "12.80740525428", frozen: "1.4780056"),
                BalanceSeed(coin: "dc", book: .spot, volume: "512.4755"), BalanceSeed(coin: "usdt", book: .open, volume: "100"),
            ]
        ),
        UserSeed(
            uid: 1_000_001, name: "bob", openID: "b0b81c0e35855a48bb1157295dd63ce5",
            balances: [
                BalanceSeed(coin: "usdt", book: .spot, volume: "1000000"), BalanceSeed(coin: "dt", book: .spot, volume: "1000000"),
                BalanceSeed(coin: "usdt", book: .open, volume: "1000000"),
            ]
        ),
        UserSeed(uid: 1_000_002, name: "carol", balances: [BalanceSeed(coin: "usdt", book: .spot, volume: "5")]),
        UserSeed(
            uid: 1_000_003, name: "mallory", paymentsFrozen: true, balances: [BalanceSeed(coin: "usdt", book: .spot, volume: "100")]
        ),
    ]
}
