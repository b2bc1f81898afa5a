import PayCore
import PayDomain
import PayWire

/// Plays somebody who knows the callback's address and not the keys: the shop must not believe a word.
struct ForgeCallback: Sendable {
    let shop: DemoShop

    /// - Returns: where the browser goes.
    func run(_ order: ShopOrder) async -> String {
        let body = ShopCaller.body { writer in
            writer.member("id", 1)
            writer.member("uid", SandboxData.shop.manager)
            writer.member("coin_code", order.coin)
            writer.member("volume", order.volume)
            writer.member("cut_volume", "0")
            writer.member("trans_no", order.tradeNo)
            writer.member("trade_no", order.tradeNo)
            writer.member("direction", 1)
            writer.member("status", 1)
            writer.member("order_type", 1)
            writer.member("arrive_time", shop.platform.clock.now().nanoseconds)
        }
        let time = shop.platform.clock.now().seconds
        let id = "order-1"
        let headers = [
            (name: "Content-Type", value: "application/json"),
            (name: "User-Agent", value: "not-imugi"),
            (name: "dragonex-ts", value: String(time)),
            (name: "dragonex-sign", value: AnswerSignature.tag(body: body, time: time, checkKey: "a guess")),
            (name: "webhook-id", value: id),
            (name: "webhook-timestamp", value: String(time)),
            (
                name: "webhook-signature",
                value: WebhookSignature.text(id: id, time: time, body: body, secrets: [Array("a guess".utf8)])
            ),
        ]
        do {
            let answer = try await shop.client.post(shop.address.callback, headers: headers, body: body)
            shop.book.say(
                answer.status == 401 ? .good : .error,
                "A forged callback said that \(order.tradeNo) is paid. The shop answered \(answer.status) and changed nothing."
            )
        } catch {
            shop.book.say(.warn, error.reason)
        }
        return shop.page(of: order.tradeNo)
    }
}
