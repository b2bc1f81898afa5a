import PayCore

/// An order as an answer shows it (protocol, section 5).
package struct OrderBody: Sendable {
    package let id: OrderID
    /// `nil`, written as 0, until the money has arrived.
    package let arriveTime: Timestamp?
    package let coinCode: String
    package let createTime: Timestamp
    /// 1 user to app, 2 app to user.
    package let direction: Int
    /// 1 succeeded, 2 failed, 3 transferring.
    package let status: Int
    package let tradeNo: TradeNo
    package let uid: UserID
    /// The canonical text of the amount.
    package let volume: String
    /// The canonical text of the commission.
    package let cutVolume: String
    /// 1 spot to spot, 2 spot to open, 3 open to open, 4 open to spot.
    package let orderType: Int
    /// The user's name to the asking app: text in server mode, left out if `nil`.
    package let openID: String?
    /// Of a return: the `trade_no` of the order that it gives back. Left out if `nil`.
    package let originalTradeNo: TradeNo?
    /// Of a paid order: the canonical text of what was given back of it. Left out if `nil`.
    package let returnedVolume: String?

    package init(
        id: OrderID, arriveTime: Timestamp?, coinCode: String, createTime: Timestamp, direction: Int, status: Int, tradeNo: TradeNo,
        uid: UserID, volume: String, cutVolume: String, orderType: Int, openID: String?, originalTradeNo: TradeNo? = nil,
        returnedVolume: String? = nil
    ) {
        self.id = id
        self.arriveTime = arriveTime
        self.coinCode = coinCode
        self.createTime = createTime
        self.direction = direction
        self.status = status
        self.tradeNo = tradeNo
        self.uid = uid
        self.volume = volume
        self.cutVolume = cutVolume
        self.orderType = orderType
        self.openID = openID
        self.originalTradeNo = originalTradeNo
        self.returnedVolume = returnedVolume
    }

    /// Writes the object with its members in the protocol's order.
    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", id.number)
        writer.member("arrive_time", arriveTime?.nanoseconds ?? 0)
        writer.member("coin_code", coinCode)
        writer.member("create_time", createTime.nanoseconds)
        writer.member("direction", direction)
        writer.member("status", status)
        writer.member("trade_no", tradeNo.text)
        writer.member("uid", uid.number)
        writer.member("volume", volume)
        writer.member("cut_volume", cutVolume)
        writer.member("order_type", orderType)
        if let openID { writer.member("open_id", openID) }
        if let originalTradeNo { writer.member("ori_trade_no", originalTradeNo.text) }
        if let returnedVolume { writer.member("returned_volume", returnedVolume) }
        writer.endObject()
    }
}
