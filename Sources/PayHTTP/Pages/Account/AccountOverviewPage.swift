import Hummingbird
import PayDomain

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
            account.page(AccountOverviewContent(page.language.texts), in: .overview, of: holder, for: page)
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

    init(_ texts: PageTexts) { heading = texts.account.overviewSection }
}
