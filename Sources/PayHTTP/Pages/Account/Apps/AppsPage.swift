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
            try await present(holder, page)
        }
    }

    func submit(_ request: Request, _ context: PayContext) async -> Response {
        await account.submit(request, context, at: Self.address) { form, holder, page in
            guard form.action == .setCap || form.action == .removeCap else { throw PageForm.Unreadable() }
            let apps = try await ListAuthorisedApps(platform).run(of: holder.user.id)
            guard let app = apps.first(where: { $0.app.id.text == form[AppsContent.appField] }),
                let coin = app.caps.first(where: { $0.coin.code == form[AppsContent.coinField] })?.coin
            else { return account.server.answers.page(.ending(.notFound), for: page) }
            return try await setCap(form, of: coin, at: app.app, holder, page)
        }
    }

    private func setCap(
        _ form: PageForm, of coin: Coin, at app: App, _ holder: AccountHolder, _ page: PageRequest
    ) async throws -> Response {
        var cap: Amount?
        if form.action == .setCap {
            let text = form[AppsContent.capField]
            do {
                cap = try Amount(text, scale: coin.scale)
            } catch {
                let problem = page.language.texts.access.capProblem(coin.scale.digits)
                return try await present(holder, page, wrong: WrongCap(app: app.id, coin: coin.id, text: text, problem: problem))
            }
        }
        try await CountAccountChange(platform).run(by: holder.user.id)
        try await SetSpendingCap(platform).run(cap, of: coin, at: app.id, as: holder.user.id)
        return account.seeOther(Self.path, telling: cap == nil ? .capRemoved(app.id) : .capSet(app.id))
    }

    private func present(_ holder: AccountHolder, _ page: PageRequest, wrong: WrongCap? = nil) async throws -> Response {
        let apps = try await ListAuthorisedApps(platform).run(of: holder.user.id)
        let (notice, cookies) = account.notice(on: page)
        let done = wrong == nil ? done(notice, page.language.texts.access) : nil
        let content = AppsContent(apps, done: done, wrong: wrong, texts: page.language.texts)
        return account.page(content, in: .apps, of: holder, for: page, cookies: cookies)
    }

    private func done(_ notice: AccountNotice?, _ texts: AccessTexts) -> Sentence? {
        switch notice {
        case .accessEnded(let app): texts.ended(name(of: app))
        case .capSet(let app): texts.capSet(name(of: app))
        case .capRemoved(let app): texts.capRemoved(name(of: app))
        case .allAccessEnded: texts.allEnded
        default: nil
        }
    }

    private func name(of app: AppID) -> String { platform.directory.current.apps[app]?.name ?? app.text }
}

/// A limit that was not set, as it was entered.
struct WrongCap: Sendable {
    let app: AppID
    let coin: CoinID
    let text: String
    let problem: Sentence
}

/// The list of apps, as its template names it.
struct AppsContent: PageContent {
    static let appField = "app"
    static let coinField = "coin"
    static let capField = "cap"

    let template = "account_apps"
    let heading: String
    let isError: Bool
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
        let hasCaps: Bool
        let caps: [CapItem]
    }

    struct CapItem: Sendable {
        /// What the coin's field is found by.
        let id: String
        let app: String
        let coin: String
        let label: Sentence
        let state: Sentence
        let value: String
        let problem: Sentence?
        let hasLimit: Bool
    }

    struct ScopeItem: Hashable, Sendable {
        let name: String
        let detail: String
    }

    /// - Parameters:
    ///   - done: what was just done.
    ///   - wrong: what was entered just now and is no limit.
    init(_ apps: [AuthorisedApp], done: Sentence? = nil, wrong: WrongCap? = nil, texts: PageTexts) {
        heading = texts.access.heading
        isError = wrong != nil
        self.done = done
        hasApps = !apps.isEmpty
        self.apps = apps.enumerated().map { number, app in
            Item(
                id: "app-\(number + 1)", name: app.app.name, company: app.companyName, lastUse: app.lastUse.map(texts.endings.moment),
                scopes: app.scopeItems(texts.authorise), revokePath: RevokePage.address(of: app.app.id).reference,
                hasCaps: !app.caps.isEmpty,
                caps: app.caps.map { cap in
                    let wrong = wrong.flatMap { $0.app == app.app.id && $0.coin == cap.coin.id ? $0 : nil }
                    return CapItem(cap, of: app.app, id: "cap-\(number + 1)-\(cap.coin.id.number)", wrong: wrong, texts: texts.access)
                }
            )
        }
        revokeAllPath = apps.count > 1 ? RevokeAllPage.path : nil
    }
}

extension AppsContent.CapItem {
    init(_ cap: AuthorisedApp.Cap, of app: App, id: String, wrong: WrongCap?, texts: AccessTexts) {
        let coin = cap.coin
        self.init(
            id: id, app: app.id.text, coin: coin.code, label: texts.capLabel(coin.code.uppercased()),
            state: cap.limit.map { texts.takenToday(PageAmount($0.takenToday, of: coin)) } ?? texts.noCap,
            value: wrong?.text ?? cap.limit?.most.text(scale: coin.scale) ?? "", problem: wrong?.problem, hasLimit: cap.limit != nil
        )
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
