import PayCore

/// What the platform posts to an app's server after an order has ended (protocol, 5.3).
package struct CallbackBody: Sendable {
    package let id: OrderID
    package let uid: UserID
    package let coinCode: String
    /// The canonical text of the amount.
    package let volume: String
    /// The canonical text of the commission.
    package let cutVolume: String
    package let tradeNo: TradeNo
    /// 1 user to app, 2 app to user.
    package let direction: Int
    /// 1 succeeded, 2 failed, 3 transferring.
    package let status: Int
    /// 1 spot to spot, 2 spot to open, 3 open to open, 4 open to spot.
    package let orderType: Int
    /// `nil`, written as 0, until the money has arrived.
    package let arriveTime: Timestamp?

    package init(
        id: OrderID, uid: UserID, coinCode: String, volume: String, cutVolume: String, tradeNo: TradeNo, direction: Int, status: Int,
        orderType: Int, arriveTime: Timestamp?
    ) {
        self.id = id
        self.uid = uid
        self.coinCode = coinCode
        self.volume = volume
        self.cutVolume = cutVolume
        self.tradeNo = tradeNo
        self.direction = direction
        self.status = status
        self.orderType = orderType
        self.arriveTime = arriveTime
    }

    /// The body's bytes, members in the protocol's order. `trans_no` repeats `trade_no` under the name that one of the sources has.
    package var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("id", id.number)
        writer.member("uid", uid.number)
        writer.member("coin_code", coinCode)
        writer.member("volume", volume)
        writer.member("cut_volume", cutVolume)
        writer.member("trans_no", tradeNo.text)
        writer.member("trade_no", tradeNo.text)
        writer.member("direction", direction)
        writer.member("status", status)
        writer.member("order_type", orderType)
        writer.member("arrive_time", arriveTime?.nanoseconds ?? 0)
        writer.endObject()
        return writer.bytes
    }
}
