import PayCore
import PayDomain
import PayWire

/// Applies for a payment and sends the browser to the pay page (protocol, 5.1).
struct BuyProduct: Sendable {
    static let path = "/api/v1/pay/user2app/pre/"
    let shop: DemoShop

    /// - Parameter tradeNo: comes with the form, so that a double click is one order.
    /// - Returns: where the browser goes.
    func run(_ product: ShopProduct, as tradeNo: TradeNo) async -> String {
        let state = ShopNames.state()
        let body = ShopCaller.body { writer in
            writer.member("trade_no", tradeNo.text)
            writer.member("coin_code", ShopProduct.coin)
            writer.member("volume", product.price)
            writer.member("scene", "Demo shop")
            writer.member("desc", product.name)
            writer.member("device", ShopNames.device)
            writer.member("state", state)
            writer.member("redirect_url", shop.address.payReturn)
        }
        let order = ShopOrder(
            tradeNo: tradeNo.text, kind: .purchase(of: product.name), volume: product.price, coin: ShopProduct.coin, state: state,
            request: body
        )
        guard shop.book.add(order) else { return shop.book.order(order.tradeNo)?.payURL ?? shop.page(of: order.tradeNo) }
        return await apply(order)
    }

    /// Also for an order whose application came to nothing: the same bytes again.
    func apply(_ order: ShopOrder) async -> String {
        var answer = await shop.caller.call(Self.path, order.request, .apply)
        if case .lost = answer { answer = await shop.caller.call(Self.path, order.request, .applyAgain) }
        switch answer {
        case .done(let data):
            guard let url = data.text("pay_url") else { return shop.fail(order.tradeNo, .unknown, "The answer holds no pay_url.") }
            shop.book.change(order.tradeNo) { order in
                order.payURL = url
                order.progress = .asked
            }
            shop.noteRedirect(.browserToPlatform, to: url, .toPayPage)
            return url
        case .refused(let code, let message, _):
            return shop.fail(
                order.tradeNo, .refused("\(code): \(message)"), "The platform refused the application: \(message) (code \(code))")
        case .lost(let reason):
            return shop.fail(order.tradeNo, .neverHappened, "\(reason) Nothing was paid: a payer has seen no pay page.")
        }
    }
}
