import PayCore
import PayDomain
import PayWire
import ServiceLifecycle

/// `/sandbox/shop`: a tiny app of its own, which uses the platform's API over HTTP as anyone's would, and shows every request and answer. It
/// exists in the sandbox only.
package struct DemoShop: Service {
    /// Where the platform calls the shop back.
    package static let callbackPath = ShopAddress.callbackPath

    let platform: Platform
    let book: ShopBook
    let client: ShopClient
    let caller: ShopCaller
    let opening: OpenShop
    let pages: ShopPages

    /// - Parameter platform: the shop speaks with it over HTTP; directly it only makes its own app, and reads the address and the clock.
    /// - Throws: the error of a template that is broken, which no built program has.
    package init(_ platform: Platform) throws {
        self.platform = platform
        book = ShopBook()
        client = ShopClient()
        caller = ShopCaller(platform, client: client, book: book)
        opening = OpenShop(platform)
        pages = try ShopPages()
    }

    /// Keeps the shop's connections until the server stops.
    package func run() async throws { try await client.run() }

    var address: ShopAddress { ShopAddress(origin: platform.settings.publicURL) }

    /// The page with one order on it marked.
    func page(of tradeNo: String) -> String { "\(ShopAddress.root)?order=\(PercentEncoding.encode(tradeNo))" }

    /// Keeps why an order has not come about, and says so.
    ///
    /// - Returns: where the browser goes.
    func fail(_ tradeNo: String, _ progress: ShopOrder.Progress, _ sentence: String) -> String {
        book.change(tradeNo) { $0.progress = progress }
        book.say(.error, sentence)
        return page(of: tradeNo)
    }

    /// Notes that a browser was sent to an address of the platform's.
    func noteRedirect(_ way: ShopExchange.Way, to url: String, _ lesson: ShopExchange.Lesson) {
        let parts = url.split(separator: "?", maxSplits: 1).map(String.init)
        let query = (try? QueryString(parsing: parts.count == 2 ? parts[1] : "")) ?? QueryString([])
        noteRedirect(way, to: parts.first ?? url, query, lesson)
    }

    /// Notes that a browser was sent on, or has come.
    func noteRedirect(
        _ way: ShopExchange.Way, to target: String, _ query: QueryString, _ lesson: ShopExchange.Lesson, checks: [ShopExchange.Check] = []
    ) {
        book.note(
            ShopExchange(
                time: platform.clock.now(), way: way, method: "GET", target: target,
                request: ShopExchange.Message(parameters: query.pairs), outcome: .redirected, checks: checks, lesson: lesson
            )
        )
    }
}
