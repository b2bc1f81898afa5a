import PayCore
import PayDomain
import PayWire

/// Gives money back, or pays it out: what the shop's own account pays, at once (protocol, 5.4 and section 7).
struct MoveMoney: Sendable {
    private static let refundPath = "/api/v1/pay/return/do/"
    private static let payOutPath = "/api/v1/pay/app2user/do/"

    /// How much of a purchase is given back.
    enum Part: String, Sendable {
        case half
        case rest
    }

    let shop: DemoShop

    /// - Parameter tradeNo: the refund's own, which its form brings, so that a double click is one refund.
    /// - Returns: where the browser goes.
    func refund(_ purchase: ShopOrder, _ part: Part, as tradeNo: TradeNo) async -> String {
        let rest = ShopOrder.text(purchase.refundable)
        let body = ShopCaller.body { writer in
            writer.member("ori_trade_no", purchase.tradeNo)
            writer.member("return_trade_no", tradeNo.text)
            switch part {
            case .half: writer.member("return_rate", "0.5")
            case .rest: writer.member("return_volume", rest)
            }
            writer.member("scene", "Demo shop")
            writer.member("desc", "Refund")
            writer.member("device", ShopNames.device)
        }
        return await start(
            ShopOrder(
                tradeNo: tradeNo.text, kind: .refund(original: purchase.tradeNo), volume: part == .half ? purchase.half : rest,
                coin: purchase.coin, state: "", request: body
            )
        )
    }

    /// - Parameters:
    ///   - volume: as it was typed; whether it is an amount, the platform says.
    ///   - losesAnswer: whether the sandbox is to lose the answer, to show what a shop does then.
    ///   - tradeNo: as for ``refund(_:_:as:)``.
    /// - Returns: where the browser goes.
    func payOut(_ volume: String, to user: SandboxData.UserSeed, losesAnswer: Bool, as tradeNo: TradeNo) async -> String {
        if losesAnswer, shop.book.order(tradeNo.text) == nil, await !shop.caller.loseNextAnswer(of: Self.payOutPath) {
            shop.book.say(.warn, "The sandbox has not taken the order to lose an answer, so nothing was paid.")
            return ShopAddress.root
        }
        let body = ShopCaller.body { writer in
            writer.member("trade_no", tradeNo.text)
            writer.member("uid", user.uid)
            writer.member("coin_code", ShopProduct.coin)
            writer.member("volume", volume)
            writer.member("scene", "Demo shop")
            writer.member("desc", "Cashback")
            writer.member("device", ShopNames.device)
        }
        return await start(
            ShopOrder(
                tradeNo: tradeNo.text, kind: .payOut(to: user.name), volume: volume, coin: ShopProduct.coin, state: "",
                request: body
            )
        )
    }

    private func start(_ order: ShopOrder) async -> String {
        guard shop.book.add(order) else { return shop.page(of: order.tradeNo) }
        return await run(order)
    }

    /// Also for an order that never happened: the same bytes again.
    func run(_ order: ShopOrder) async -> String {
        let (path, lesson, done): (String, ShopExchange.Lesson, String) =
            switch order.kind {
            case .refund: (Self.refundPath, .refund, "Given back")
            case .payOut, .purchase: (Self.payOutPath, .payOut, "Paid out")
            }
        switch await shop.caller.call(path, order.request, lesson) {
        case .done(let data):
            return keep(data, order, "\(done): \(order.volume) \(order.coin.uppercased()), by the signed answer.")
        // Asked before, and with the same fields: the answer holds the order.
        case .refused(4009, _, let data) where ShopOrder.Record(data) != nil:
            return keep(data, order, "\(done) by an earlier call, and not a second time.")
        case .refused(let code, let message, _):
            return shop.fail(order.tradeNo, .refused("\(code): \(message)"), "The platform refused: \(message) (code \(code))")
        case .lost(let reason):
            return await findOut(order, reason)
        }
    }

    /// An answer was lost. Whether money moved, only the platform can say.
    private func findOut(_ order: ShopOrder, _ reason: String) async -> String {
        switch await shop.caller.ask(for: order.tradeNo, .askAfterLoss) {
        case .done(let data):
            return keep(data, order, "\(reason) The shop asked order/detail: the money has moved, and must not be sent again.")
        case .refused:
            return shop.fail(
                order.tradeNo, .neverHappened, "\(reason) The shop asked order/detail: no money has moved, and trying again is safe."
            )
        case .lost:
            return shop.fail(order.tradeNo, .unknown, "\(reason) order/detail did not answer either. Ask again before anything else.")
        }
    }

    private func keep(_ data: JSONObject, _ order: ShopOrder, _ sentence: String) -> String {
        guard ShopOrder.Record(data) != nil else { return shop.fail(order.tradeNo, .unknown, "The answer holds no order.") }
        shop.book.keep(data, of: order.tradeNo)
        // A retry of what was done before counts once.
        if order.record == nil, case .refund(let original) = order.kind, let volume = data.text("volume").flatMap({ ShopOrder.amount($0) })
        {
            shop.book.change(original) { $0.returned = $0.returned.adding(volume) ?? $0.returned }
        }
        shop.book.say(.good, sentence)
        return shop.page(of: order.tradeNo)
    }
}

extension ShopOrder {
    /// Half of the volume as the platform would count it, for the page.
    fileprivate var half: String { Self.amount(volume).flatMap { Amount(units: $0.units / 2) }.map { Self.text($0) } ?? volume }
}
