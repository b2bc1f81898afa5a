import PayCore
import PayHTTP
import PayWire

/// What the shop's page names.
struct ShopView: Sendable {
    struct Product: Sendable {
        let product: String
        let name: String
        let description: String
        let price: String
        let picture: String
        let newTradeNo: String
    }

    struct Notice: Sendable {
        let kind: String
        let text: String
    }

    struct Payee: Sendable {
        let uid: String
        let name: String
    }

    struct Guest: Sendable {
        let uid: String
        let openID: String
    }

    let iconPath = PageAsset.icon.address
    let pageStylePath = PageAsset.styleSheet.address
    let shopStylePath = ShopAssets.styleSheet.address
    let scriptPath = ShopAssets.script.address
    let root = ShopAddress.root
    /// What the shop signs and checks with. It is as public as all that a sandbox has.
    let keys = [
        MessageView.Field(name: "app_id", value: SandboxData.shop.id),
        MessageView.Field(name: "access_key", value: SandboxData.shop.accessKey),
        MessageView.Field(name: "secret_key", value: SandboxData.shop.secretKey),
        MessageView.Field(name: "resp_check_key", value: SandboxData.shop.checkKey),
        MessageView.Field(name: "strong_secret", value: StrongSecret(bytes: SandboxData.shop.strongSecret)?.text ?? ""),
    ]
    let coin = ShopProduct.coin.uppercased()
    let tradePassword = SandboxData.tradePassword
    let products: [Product]
    let notice: Notice?
    let guest: Guest?
    let payees: [Payee]
    let newPayOutNo = ShopNames.tradeNo("payout")
    let revision: Int
    let orders: [OrderView]
    let hasNoOrders: Bool
    let exchanges: [ExchangeView]
    let hasNoExchanges: Bool
    let keptExchanges = ShopBook.maximumExchanges

    init(_ shop: DemoShop, marking tradeNo: String?, notice: ShopBook.Notice?) {
        let state = shop.book.current
        products = ShopProduct.shelf.map { product in
            Product(
                product: product.id, name: product.name, description: product.description, price: product.price,
                picture: product.picture.address, newTradeNo: ShopNames.tradeNo("order")
            )
        }
        self.notice = notice.map { Notice(kind: $0.kind.rawValue, text: $0.text) }
        guest = state.guest.map { Guest(uid: $0.uid, openID: $0.openID) }
        payees = SandboxData.users.filter { ["alice", "bob"].contains($0.name) }.map { Payee(uid: String($0.uid), name: $0.name) }
        revision = state.revision
        orders = state.orders.map { OrderView($0, isMarked: $0.tradeNo == tradeNo) }
        hasNoOrders = orders.isEmpty
        let last = state.exchanges.last?.revision
        exchanges = state.exchanges.reversed().map { ExchangeView($0.exchange, number: $0.revision, isOpen: $0.revision == last) }
        hasNoExchanges = exchanges.isEmpty
    }
}

/// What is new on it since a revision: the exchanges that have come, and the orders as they are now.
struct NewsView: Sendable {
    let root = ShopAddress.root
    let revision: Int
    let orders: [OrderView]
    let hasNoOrders: Bool
    let exchanges: [ExchangeView]

    init(_ state: ShopBook.State, after revision: Int, marking tradeNo: String?) {
        self.revision = state.revision
        orders = state.orders.map { OrderView($0, isMarked: $0.tradeNo == tradeNo) }
        hasNoOrders = orders.isEmpty
        let last = state.exchanges.last?.revision
        exchanges = state.exchanges.reversed().filter { $0.revision > revision }
            .map { ExchangeView($0.exchange, number: $0.revision, isOpen: $0.revision == last) }
    }
}
