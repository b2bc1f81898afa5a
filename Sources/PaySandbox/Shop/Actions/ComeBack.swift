import PayCore
import PayWire

/// The browser comes back from the pay page (protocol, 5.2). What its address says is shown and not believed; the platform is asked.
struct ComeBack: Sendable {
    let shop: DemoShop

    /// - Returns: where the browser goes next, to an address that says nothing.
    func run(_ query: QueryString) async -> String {
        let order = shop.book.order(query["trade_no"])
        let isOwn = order.map { $0.isPurchase && $0.state.utf8.elementsEqual((query["state"] ?? "").utf8) } ?? false
        shop.noteRedirect(
            .browserToShop, to: ShopAddress.root + "/return", query, .comeBack, checks: [ShopExchange.Check("state", isOwn)]
        )
        guard let order, isOwn else {
            shop.book.say(.error, "A browser came back for a payment that this shop did not ask for. Nothing was done.")
            return ShopAddress.root
        }
        shop.book.change(order.tradeNo) { $0.hasComeBack = true }
        let claimed = query["status"]
        switch await shop.caller.ask(for: order.tradeNo) {
        case .done:
            let isPaid = shop.book.order(order.tradeNo)?.isPaid ?? false
            shop.book.say(
                isPaid ? .good : .warn,
                isPaid
                    ? "Paid. The redirect only said so; the signed answer of order/detail proves it."
                    : "The platform has the order, and it is not paid."
            )
        case .refused(let code, _, _):
            let isCancelled = claimed == "-1"
            if isCancelled { shop.book.change(order.tradeNo) { $0.progress = .cancelled } }
            shop.book.say(
                isCancelled ? .info : .warn,
                isCancelled
                    ? "Cancelled. The platform knows of no payment (code \(code)), so nothing is delivered."
                    : "The redirect says status \(claimed ?? "nothing"), the platform says that there is no such payment (code \(code)). "
                        + "Nothing is delivered."
            )
        case .lost(let reason):
            shop.book.say(.warn, "\(reason) Until order/detail answers, the shop delivers nothing. Ask again.")
        }
        return shop.page(of: order.tradeNo)
    }
}
