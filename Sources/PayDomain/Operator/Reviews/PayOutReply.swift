import PayCore
import PayLedger

/// A pay-out as an operator sees it.
package struct PayOutReply: Hashable, Codable, Sendable {
    package let id: Int64
    package let appID: String
    package let tradeNo: String
    package let uid: Int64
    package let coinCode: String
    package let volume: String
    /// 1 succeeded, 2 failed, 3 waits.
    package let status: Int
    /// Nanoseconds since 1970.
    package let createTime: Int64
    /// Nanoseconds since 1970, or 0.
    package let arriveTime: Int64
    package let scene: String
    package let desc: String
    /// The same answer was given before, so nothing was done now.
    package let isRepeated: Bool

    private enum CodingKeys: String, CodingKey {
        case id
        case appID = "app_id"
        case tradeNo = "trade_no"
        case uid
        case coinCode = "coin_code"
        case volume
        case status
        case createTime = "create_time"
        case arriveTime = "arrive_time"
        case scene
        case desc
        case isRepeated = "repeated"
    }

    init(_ order: Order, in directory: Directory, isRepeated: Bool = false) {
        let coin = directory.knownCoin(order.coin)
        id = order.id.number
        appID = order.key.app.text
        tradeNo = order.key.tradeNo.text
        uid = order.user.number
        coinCode = coin.code
        volume = order.volume.text(scale: coin.scale)
        status = order.status.rawValue
        createTime = order.createTime.nanoseconds
        arriveTime = order.arriveTime?.nanoseconds ?? 0
        scene = order.texts.scene
        desc = order.texts.desc
        self.isRepeated = isRepeated
    }
}
