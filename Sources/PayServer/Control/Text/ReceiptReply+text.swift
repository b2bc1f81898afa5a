import PayCore
import PayDomain
import PayLedger

extension ReceiptReply {
    var text: String {
        guard isGenuine, let order else {
            return """
                This is no receipt of this platform. Its code was never printed here, or was changed.
                A code is IMUGI- and 35 letters and digits in groups of five.
                """
        }
        let app = "\(quoted(order.app)) (\(order.appID)) of \(quoted(order.company))"
        let user = "uid \(order.uid)"
        let isPaid = order.direction == Direction.userToApp.rawValue
        return """
            This receipt is genuine.
            \(details([
                ("order", String(order.id)), ("trade_no", order.tradeNo), ("amount", "\(order.volume) \(order.coinCode)"),
                ("fee in it", "\(order.cutVolume) \(order.coinCode)"), ("from", isPaid ? user : app), ("to", isPaid ? app : user),
                ("arrived", UTCTime.text(Timestamp(nanoseconds: order.arriveTime))),
                ("given back since", "\(order.returnedVolume) \(order.coinCode)"),
            ]))
            """
    }
}
