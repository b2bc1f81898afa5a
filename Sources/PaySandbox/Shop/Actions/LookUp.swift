import PayCore
import PayDomain
import PayWire

/// What the shop asks about its orders (protocol, 5.5 to 5.7).
struct LookUp: Sendable {
    let shop: DemoShop

    /// - Returns: where the browser goes, as the others do.
    func ask(_ order: ShopOrder) async -> String {
        switch await shop.caller.ask(for: order.tradeNo) {
        case .done: shop.book.say(.info, "order/detail has answered; the order shows what it says.")
        case .refused(let code, let message, _):
            if case .unknown = order.progress { shop.book.change(order.tradeNo) { $0.progress = .neverHappened } }
            shop.book.say(.info, "\(message) (code \(code)) A payment that nobody has confirmed is not an order yet.")
        case .lost(let reason): shop.book.say(.warn, "\(reason) Ask again.")
        }
        return shop.page(of: order.tradeNo)
    }

    func callAgain(_ order: ShopOrder) async -> String {
        let body = ShopCaller.body { $0.member("trade_no", order.tradeNo) }
        switch await shop.caller.call("/api/v1/pay/callback/redo/", body, .callAgain) {
        case .done: shop.book.say(.info, "The callback comes again. Its webhook-id is the same, so the shop does nothing twice.")
        case .refused(let code, let message, _): shop.book.say(.error, "The platform refused: \(message) (code \(code))")
        case .lost(let reason): shop.book.say(.warn, "\(reason) A callback may come all the same; that does no harm.")
        }
        return shop.page(of: order.tradeNo)
    }

    /// Takes over what the platform knows, also of before a restart of the shop.
    func history() async -> String {
        let body = ShopCaller.body { writer in
            writer.member("coin_code", "")
            writer.member("direction", 0)
            writer.member("offset", 0)
            writer.member("limit", 20)
        }
        switch await shop.caller.call("/api/v1/pay/order/history/", body, .history) {
        case .done(let data):
            // The oldest first, so that the newest comes to stand on top.
            for item in data.objects("list").reversed() { takeOver(item) }
            shop.book.say(.info, "The platform knows \(data.text("total") ?? "?") orders of this shop.")
        case .refused(let code, let message, _): shop.book.say(.error, "The platform refused: \(message) (code \(code))")
        case .lost(let reason): shop.book.say(.warn, reason)
        }
        return ShopAddress.root
    }

    private func takeOver(_ data: JSONObject) {
        guard let tradeNo = data.text("trade_no"), let volume = data.text("volume"), let coin = data.text("coin_code") else { return }
        if shop.book.order(tradeNo) == nil {
            let kind: ShopOrder.Kind =
                if let original = data.text("ori_trade_no") {
                    .refund(original: original)
                } else if data.text("direction") == "1" {
                    .purchase(of: "An earlier purchase")
                } else {
                    .payOut(to: "user \(data.text("uid") ?? "?")")
                }
            shop.book.add(
                ShopOrder(
                    tradeNo: tradeNo, kind: kind, volume: volume, coin: coin, state: ShopNames.state(),
                    request: []
                )
            )
        }
        shop.book.keep(data, of: tradeNo)
    }
}
