import PayCore
import PayDomain
import PayLedger
import PayWire

/// One callback, ready to be sent: the body's bytes, and the headers that sign exactly these bytes (protocol, sections 2 and 5.3).
package struct CallbackMessage: Sendable {
    /// The `webhook-id`: the same for every attempt of one order, so that a receiver can tell a repeat.
    package let id: String
    package let body: [UInt8]
    /// Every header but `Host` and `Content-Length`, which come with the transport.
    package let headers: [(name: String, value: String)]

    /// - Parameters:
    ///   - app: whose keys sign.
    ///   - time: when the attempt is made. Both signatures cover it.
    package init(_ order: Order, coin: Coin, app: App, time: Timestamp) {
        id = "order-\(order.id)"
        body = CallbackBody(order, coin: coin).bytes
        let seconds = String(time.seconds)
        let keys = app.keys(at: time)
        headers = [
            ("Content-Type", "application/json"),
            ("User-Agent", "imugi"),
            ("dragonex-ts", seconds),
            ("dragonex-sign", AnswerSignature.tag(body: body, time: time.seconds, checkKey: keys.checkKey)),
            ("webhook-id", id),
            ("webhook-timestamp", seconds),
            ("webhook-signature", WebhookSignature.text(id: id, time: time.seconds, body: body, secrets: keys.strongSecrets)),
        ]
    }
}

extension CallbackBody {
    fileprivate init(_ order: Order, coin: Coin) {
        self.init(
            id: order.id, uid: order.user, coinCode: coin.code, volume: order.volume.text(scale: coin.scale),
            cutVolume: order.cut.text(scale: coin.scale), tradeNo: order.key.tradeNo, direction: order.direction.rawValue,
            status: order.status.rawValue, orderType: order.type.rawValue, arriveTime: order.arriveTime
        )
    }
}
