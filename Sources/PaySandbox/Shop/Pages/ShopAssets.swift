import PayHTTP

/// The files that the shop's page loads.
enum ShopAssets {
    static let styleSheet = asset("shop.css", "text/css; charset=utf-8", PackageResources.shop_css)
    static let script = asset("shop.js", "text/javascript; charset=utf-8", PackageResources.shop_js)
    static let dragon = asset("dragon.svg", "image/svg+xml", PackageResources.dragon_svg)
    static let tea = asset("tea.svg", "image/svg+xml", PackageResources.tea_svg)
    static let stickers = asset("stickers.svg", "image/svg+xml", PackageResources.stickers_svg)
    static let all = [styleSheet, script, dragon, tea, stickers]

    private static func asset(_ name: String, _ type: String, _ bytes: [UInt8]) -> PageAsset {
        PageAsset(path: "\(ShopAddress.root)/assets/\(name)", contentType: type, bytes: bytes)
    }

    /// Mustache sources by the name that other templates know them by.
    static let templates: [String: [UInt8]] = [
        "exchange": PackageResources.exchange_mustache,
        "message": PackageResources.message_mustache,
        "news": PackageResources.news_mustache,
        "orders": PackageResources.orders_mustache,
        "shop": PackageResources.shop_mustache,
    ]
}
