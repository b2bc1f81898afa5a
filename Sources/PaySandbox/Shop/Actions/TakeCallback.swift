import HTTPTypes
import Hummingbird
import PayCore
import PayDomain
import PayHTTP
import PayWire

/// The platform calls the shop back (protocol, 5.3).
struct TakeCallback: Sendable {
    let shop: DemoShop

    /// - Returns: 200 if it is the platform's word, also for the second time; 401 otherwise.
    func run(_ request: Request) async throws -> Response {
        let body = try await BoundedBody.collect(of: request)
        let headers = request.headers.map { (name: $0.name.rawName, value: $0.value) }
        let now = shop.platform.clock.now()
        let checks = CallbackChecks(headers: SignatureHeaders(headers), body: body, now: now)
        let lesson: ShopExchange.Lesson
        let response: Response
        let answer: [UInt8]
        if let id = checks.id {
            lesson = shop.book.isFirst(callbackID: id) ? .callback : .repeatedCallback
            if let data = try? JSONObject(parsing: body), let tradeNo = data.text("trade_no") {
                shop.book.keep(data, of: tradeNo)
                shop.book.change(tradeNo) { $0.callbacks += 1 }
            }
            answer = ShopCaller.body { _ in }
            response = ShopAnswers.json(.ok, answer)
        } else {
            lesson = .forgedCallback
            answer = ShopCaller.body { $0.member("error", "The callback is not signed by the platform, or is too old.") }
            response = ShopAnswers.json(.unauthorized, answer)
        }
        shop.book.note(
            ShopExchange(
                time: now, way: checks.id == nil ? .strangerToShop : .platformToShop, method: "POST", target: ShopAddress.callbackPath,
                request: ShopExchange.Message(headers: headers, body: body),
                outcome: .answered(status: response.status.code, code: nil, ShopExchange.Message(body: answer)), checks: checks.all,
                recipe: CallbackChecks.recipe, lesson: lesson
            )
        )
        return response
    }
}
