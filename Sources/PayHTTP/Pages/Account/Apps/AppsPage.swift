import Hummingbird
import PayCore
import PayDomain

/// `/account/apps`: what each app may do for a user.
struct AppsPage: Sendable {
    static let path = AccountSection.apps.path
    private static let address = PageAddress.Form(path)

    private let platform: Platform
    private let account: AccountServer

    init(_ platform: Platform, on account: AccountServer) {
        self.platform = platform
        self.account = account
    }

    func show(_ request: Request, _ context: PayContext) async -> Response {
        await account.show(request, context, at: Self.address) { holder, page in
            let apps = try await ListAuthorisedApps(platform).run(of: holder.user.id)
            let (notice, cookies) = account.notice(on: page)
            let content = AppsContent(
                apps, done: done(notice, page.language.texts.access), texts: page.language.texts)
            return account.page(content, in: .apps, of: holder, for: page, cookies: cookies)
        }
    }

    func submit(_ request: Request, _ context: PayContext) async -> Response {
        await account.submit(request, context, at: Self.address) { _, _, _ in throw PageForm.Unreadable() }
    }

    private func done(_ notice: AccountNotice?, _ texts: AccessTexts) -> Sentence? {
        switch notice {
        case .accessEnded(let app): texts.ended(platform.directory.current.apps[app]?.name ?? app.text)
        case .allAccessEnded: texts.allEnded
        default: nil
        }
    }
}

/// The list of apps, as its template names it.
struct AppsContent: PageContent {
    let template = "account_apps"
    let heading: String
    let isError = false
    let isWide = true
    /// What was just done.
    let done: Sentence?
    let hasApps: Bool
    let apps: [Item]
    /// `nil` where one button says as much.
    let revokeAllPath: String?

    struct Item: Sendable {
        /// What the app's heading is found by.
        let id: String
        let name: String
        let company: String
        let lastUse: Sentence?
        let scopes: [ScopeItem]
        let revokePath: String
    }

    struct ScopeItem: Hashable, Sendable {
        let name: String
        let detail: String
    }

    init(_ apps: [AuthorisedApp], done: Sentence?, texts: PageTexts) {
        heading = texts.access.heading
        self.done = done
        hasApps = !apps.isEmpty
        self.apps = apps.enumerated().map { number, app in
            Item(
                id: "app-\(number + 1)", name: app.app.name, company: app.companyName, lastUse: app.lastUse.map(texts.endings.moment),
                scopes: app.scopeItems(texts.authorise), revokePath: RevokePage.address(of: app.app.id).reference
            )
        }
        revokeAllPath = apps.count > 1 ? RevokeAllPage.path : nil
    }
}

extension AuthorisedApp {
    /// What the app may do, in words.
    func scopeItems(_ texts: AuthoriseTexts) -> [AppsContent.ScopeItem] {
        scopes.map { scope in
            let words = texts.scope(scope)
            return AppsContent.ScopeItem(name: words.name, detail: words.detail)
        }
    }
}
