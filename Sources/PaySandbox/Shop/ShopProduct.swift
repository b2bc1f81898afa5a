import PayHTTP

/// What the shop sells.
struct ShopProduct: Sendable {
    let id: String
    let name: String
    let description: String
    /// Decimal text, in ``coin``.
    let price: String
    /// The drawing's file.
    let picture: PageAsset

    static let coin = "usdt"

    static let shelf = [
        ShopProduct(
            id: "dragon", name: "Plush imugi", description: "Not a dragon yet. Very soft.", price: "12.5", picture: ShopAssets.dragon
        ),
        ShopProduct(id: "tea", name: "Mountain tea", description: "Thirty cups in a tin.", price: "3.2", picture: ShopAssets.tea),
        ShopProduct(
            id: "stickers", name: "Stickers", description: "Nine on a sheet, one golden.", price: "0.5", picture: ShopAssets.stickers),
    ]

    static func named(_ id: String?) -> ShopProduct? { shelf.first { $0.id == id } }
}
