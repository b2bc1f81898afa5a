import PayCore
import PayLedger

/// Whether a receipt is genuine, as an operator sees it, and what it is of.
package struct ReceiptReply: Hashable, Codable, Sendable {
    /// Whether this platform has made the code for an order as it is today. Without that all else is absent.
    package let isGenuine: Bool
    package let order: PaidOrder?

    package struct PaidOrder: Hashable, Codable, Sendable {
        package let id: Int64
        package let appID: String
        package let app: String
        package let company: String
        package let tradeNo: String
        package let uid: Int64
        package let coinCode: String
        package let volume: String
        package let cutVolume: String
        /// 1 from the user to the app, 2 from the app to the user.
        package let direction: Int
        /// Nanoseconds since 1970.
        package let createTime: Int64
        /// Nanoseconds since 1970.
        package let arriveTime: Int64
        /// How much of it was given back since, `"0"` if nothing was.
        package let returnedVolume: String

        private enum CodingKeys: String, CodingKey {
            case id
            case appID = "app_id"
            case app
            case company
            case tradeNo = "trade_no"
            case uid
            case coinCode = "coin_code"
            case volume
            case cutVolume = "cut_volume"
            case direction
            case createTime = "create_time"
            case arriveTime = "arrive_time"
            case returnedVolume = "returned_volume"
        }

        init(_ receipt: Receipt) {
            let (order, coin) = (receipt.payment.order, receipt.payment.coin)
            id = order.id.number
            appID = order.key.app.text
            app = receipt.payment.app
            company = receipt.payment.company
            tradeNo = order.key.tradeNo.text
            uid = order.user.number
            coinCode = coin.code
            volume = order.volume.text(scale: coin.scale)
            cutVolume = order.cut.text(scale: coin.scale)
            direction = order.direction.rawValue
            createTime = order.createTime.nanoseconds
            arriveTime = order.arriveTime?.nanoseconds ?? 0
            returnedVolume = receipt.returned.text(scale: coin.scale)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case isGenuine = "genuine"
        case order
    }

    init(_ receipt: Receipt?) {
        isGenuine = receipt != nil
        order = receipt.map { PaidOrder($0) }
    }
}

/// An operator checks the code on a receipt.
package struct CheckReceipt: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    package func run(code: String) async throws -> ReceiptReply { ReceiptReply(try await VerifyReceipt(platform).run(code)) }
}
