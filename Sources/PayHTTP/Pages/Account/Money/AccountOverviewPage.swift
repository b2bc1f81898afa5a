import Hummingbird
import PayCore
import PayDomain
import PayLedger

/// `/account`: what a user holds here.
struct AccountOverviewPage: Sendable {
    static let path = AccountSection.overview.path
    private static let address = PageAddress.Form(path)

    private let platform: Platform
    private let account: AccountServer

    init(_ platform: Platform, on account: AccountServer) {
        self.platform = platform
        self.account = account
    }

    func show(_ request: Request, _ context: PayContext) async -> Response {
        await account.show(request, context, at: Self.address) { holder, page in
            let assets = ListAssets(platform)
            let content = AccountOverviewContent(
                spot: try await assets.run(of: holder.user.id, in: .spot), open: try await assets.run(of: holder.user.id, in: .open),
                texts: page.language.texts
            )
            return account.page(content, in: .overview, of: holder, for: page)
        }
    }

    func submit(_ request: Request, _ context: PayContext) async -> Response {
        await account.submit(request, context, at: Self.address) { _, _, _ in throw PageForm.Unreadable() }
    }
}

/// The overview, as its template names it.
struct AccountOverviewContent: PageContent {
    let template = "account_overview"
    let heading: String
    let isError = false
    let isWide = true
    let books: [BookHoldings]
    let movePath = MoveMoneyPage.path

    struct BookHoldings: Sendable {
        /// Of the element that names the account, for whoever cannot see which list is whose.
        let bookID: String
        let bookName: String
        let bookHint: String
        let hasCoins: Bool
        let coins: [Holding]
    }

    /// A balance in one coin.
    struct Holding: Sendable {
        let coinCode: String
        let available: String
        let availableSize: String
        let frozen: String
        let total: String

        init(_ asset: Asset) {
            let amount = PageAmount(asset.balance.available, of: asset.coin)
            coinCode = amount.coin
            available = amount.digits
            availableSize = amount.sizeClass
            frozen = PageAmount(asset.balance.frozen, of: asset.coin).digits
            total = PageAmount(asset.balance.total, of: asset.coin).digits
        }
    }

    init(spot: [Asset], open: [Asset], texts: PageTexts) {
        heading = texts.account.overviewSection
        books = [(Book.spot, spot), (.open, open)].map { book, assets in
            BookHoldings(
                bookID: "\(book.name)-account", bookName: book.name(texts.money), bookHint: book.hint(texts.money),
                hasCoins: !assets.isEmpty, coins: assets.map { Holding($0) }
            )
        }
    }
}

extension Book {
    /// What users call the account.
    func name(_ texts: MoneyTexts) -> String {
        switch self {
        case .spot: texts.mainAccount
        case .open: texts.openAccount
        }
    }

    fileprivate func hint(_ texts: MoneyTexts) -> String {
        switch self {
        case .spot: texts.mainAccountHint
        case .open: texts.openAccountHint
        }
    }

    /// The account that money moves to from here.
    var other: Book { self == .spot ? .open : .spot }
}
