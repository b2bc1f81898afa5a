import PayCore
import PayDomain
import PayLedger
import Testing

/// The values that the tests share. Everything that a test does not name is the same everywhere.
enum Fixture {
    static let start = Timestamp(seconds: 1_700_000_000)

    static func coin() throws -> Coin {
        let id = try #require(CoinID(1))
        return try #require(Coin(id: id, code: "usdt", scale: .maximum))
    }

    static func appID(_ name: String = "shop") throws -> AppID { try #require(AppID(name)) }

    static func app(_ name: String = "shop", callbackURL: String?) throws -> App {
        App(
            id: try appID(name), company: try #require(CompanyID("company")), name: name, manager: try #require(UserID(900_000)),
            isEnabled: true, scopes: .all, coins: [:], cutRate: .zero, envelopeMember: .lowerCase, callbackURL: callbackURL,
            redirectOrigins: RedirectOrigins(origins: [], allowsLoopback: false), checkKey: "\(name)-check-key",
            strongSecret: Array(repeating: 7, count: 32)
        )
    }

    static func directory(_ apps: App...) throws -> DirectoryHolder {
        DirectoryHolder(Directory(companies: [], apps: apps, keys: [], coins: [try coin()]))
    }

    static func order(_ number: Int64 = 1, of app: String = "shop", time: Timestamp = start) throws -> Order {
        let scale = try coin().scale
        return Order(
            id: OrderID(OrderID.base.number + number),
            key: OrderKey(app: try appID(app), tradeNo: try #require(TradeNo("trade_\(number)"))),
            user: try #require(UserID(1_000_000)), coin: try coin().id, volume: try Amount("12.5", scale: scale),
            cut: try Amount("0.125", scale: scale), direction: .userToApp, type: .spotToSpot,
            texts: OrderTexts(scene: "", desc: "", device: "device12"), createTime: time, status: .succeeded, arriveTime: time
        )
    }
}
