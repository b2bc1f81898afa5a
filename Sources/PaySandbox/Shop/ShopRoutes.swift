import HTTPTypes
import Hummingbird
import NIOCore
import PayCore
import PayHTTP
import PayWire

/// The demo shop's paths.
struct ShopRoutes: Sendable {
    private static let maximumForm = 8_192
    private let shop: DemoShop

    init(_ shop: DemoShop) { self.shop = shop }

    func add(to router: Router<PayContext>) {
        read("", on: router) { query in ShopAnswers.page(shop.pages.page(shop, marking: query["order"])) }
        read("/log", on: router) { query in shop.pages.news(shop, after: query["after"].flatMap { Int($0) } ?? 0, marking: query["order"]) }
        // Where browsers come back to.
        read("/return", on: router) { query in ShopAnswers.seeOther(await ComeBack(shop: shop).run(query)) }
        read("/signed-in", on: router) { query in ShopAnswers.seeOther(await SignIn(shop: shop).finish(query)) }

        post("/buy", on: router) { form in
            guard let product = ShopProduct.named(form["product"]) else { throw Self.unknown("product") }
            return await BuyProduct(shop: shop).run(product, as: try Self.newTradeNo(form))
        }
        post("/refund", on: router) { form in
            guard let part = form["part"].flatMap({ MoveMoney.Part(rawValue: $0) }) else { throw Self.unknown("part") }
            return await MoveMoney(shop: shop).refund(try order(form), part, as: try Self.newTradeNo(form))
        }
        post("/pay-out", on: router) { form in
            guard let user = SandboxData.users.first(where: { String($0.uid) == form["uid"] }) else { throw Self.unknown("uid") }
            return await MoveMoney(shop: shop).payOut(
                form["volume"] ?? "", to: user, losesAnswer: form["lose"] != nil, as: try Self.newTradeNo(form)
            )
        }
        post("/again", on: router) { form in
            let order = try order(form)
            return order.isPurchase ? await BuyProduct(shop: shop).apply(order) : await MoveMoney(shop: shop).run(order)
        }
        post("/ask", on: router) { form in await LookUp(shop: shop).ask(try order(form)) }
        post("/callback-again", on: router) { form in await LookUp(shop: shop).callAgain(try order(form)) }
        post("/history", on: router) { _ in await LookUp(shop: shop).history() }
        post("/forge", on: router) { form in await ForgeCallback(shop: shop).run(try order(form)) }
        post("/sign-in", on: router) { _ in SignIn(shop: shop).begin() }
        post("/sign-out", on: router) { _ in await SignIn(shop: shop).end() }

        // The platform comes here, and signs.
        let callback = RouterPath(ShopAddress.callbackPath)
        router.post(callback) { request, _ in try await TakeCallback(shop: shop).run(request) }
        router.refuseOtherMethods(callback, allowed: [.post])

        for asset in ShopAssets.all { router.serve(asset) }
    }

    private func read(
        _ path: String, on router: Router<PayContext>, _ body: @escaping @Sendable (QueryString) async throws -> Response
    ) {
        let path = RouterPath(ShopAddress.root + path)
        router.read(path) { request, _ in
            try await SandboxRoutes.plainErrors {
                try await shop.opening.run()
                return try await body(request.targetParts.query.flatMap { try? QueryString(parsing: $0) } ?? QueryString([]))
            }
        }
        router.refuseOtherMethods(path, allowed: .reading)
    }

    /// - Parameter body: does what a form of the shop asks for, and says where the browser goes.
    private func post(
        _ path: String, on router: Router<PayContext>, _ body: @escaping @Sendable (QueryString) async throws -> String
    ) {
        let path = RouterPath(ShopAddress.root + path)
        router.post(path) { request, _ in
            guard ShopGuard.isOwn(request, reachedAt: shop.address.origin) else { return ShopAnswers.foreign }
            return try await SandboxRoutes.plainErrors {
                try await shop.opening.run()
                return ShopAnswers.seeOther(try await body(try await Self.form(request)))
            }
        }
        router.refuseOtherMethods(path, allowed: [.post])
    }

    private static func form(_ request: Request) async throws -> QueryString {
        let bytes = try await BoundedBody.collect(of: request, upTo: maximumForm)
        guard let form = try? QueryString(parsing: bytes, plusIsSpace: true) else {
            throw PlatformError(.badParameter, "The body must be a form.")
        }
        return form
    }

    private func order(_ form: QueryString) throws -> ShopOrder {
        guard let order = shop.book.order(form["trade_no"]) else { throw Self.unknown("trade_no") }
        return order
    }

    private static func newTradeNo(_ form: QueryString) throws -> TradeNo {
        guard let tradeNo = form["new_trade_no"].flatMap({ TradeNo($0) }) else { throw unknown("new_trade_no") }
        return tradeNo
    }

    private static func unknown(_ field: String) -> PlatformError { .badParameter(field, "names nothing that the demo shop has") }
}

/// The shop's answers.
enum ShopAnswers {
    /// A page of the shop: its one script and its styles, nothing from elsewhere.
    static func page(_ html: [UInt8]) -> Response {
        Response(status: .ok, headers: headers(), body: ResponseBody(byteBuffer: ByteBuffer(bytes: html)))
    }

    static func json(_ status: HTTPResponse.Status, _ body: [UInt8]) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body))
        )
    }

    static func empty(_ status: HTTPResponse.Status) -> Response {
        Response(status: status, headers: [.cacheControl: "no-store"])
    }

    static func seeOther(_ location: String) -> Response {
        var headers = headers()
        headers[.contentType] = nil
        headers[.location] = location
        return Response(status: .seeOther, headers: headers)
    }

    /// To a form that another site's page has sent.
    static var foreign: Response {
        SandboxAnswer.error(PlatformError(.noPermission, "Only the demo shop's own page may send its forms."), status: .forbidden)
    }

    private static func headers() -> HTTPFields {
        // Buying ends at the pay page, which leads back to wherever this sandbox is reached.
        var headers = PageSecurity.headers(redirectScheme: "http", tls: false)
        // Without a referrer, a browser would name no origin for the shop's own forms either.
        if let name = HTTPField.Name("Referrer-Policy") { headers[name] = "same-origin" }
        return headers
    }
}
