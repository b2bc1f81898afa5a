import HTTPTypes
import Hummingbird
import PayHTTP

/// Renders the shop's page, and what is new on it.
struct ShopPages: Sendable {
    private let templates: TemplateLibrary

    /// - Throws: the error of a template that is broken, which no built program has.
    init() throws { templates = try TemplateLibrary(ShopAssets.templates) }

    /// The whole page; a sentence about what was done last is on it once.
    ///
    /// - Parameter tradeNo: of the order that was dealt with last.
    func page(_ shop: DemoShop, marking tradeNo: String?) -> [UInt8] {
        templates.html(ShopView(shop, marking: tradeNo, notice: shop.book.takeNotice()), template: "shop")
    }

    /// What has come since a revision, for the page's script: parts of the page as HTML; 204 for nothing; 205 if the shop has forgotten that
    /// revision, because it was restarted.
    func news(_ shop: DemoShop, after revision: Int, marking tradeNo: String?) -> Response {
        let state = shop.book.current
        guard revision != state.revision else { return ShopAnswers.empty(.noContent) }
        guard revision < state.revision else { return ShopAnswers.empty(.resetContent) }
        return ShopAnswers.page(templates.html(NewsView(state, after: revision, marking: tradeNo), template: "news"))
    }
}
