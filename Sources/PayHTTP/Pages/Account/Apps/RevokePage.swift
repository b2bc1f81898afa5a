import Hummingbird
import PayCore
import PayDomain

/// `/account/apps/revoke`: asks whether an app's access is to end, says what ends with it, and ends it.
struct RevokePage: Sendable {
    static let path = "\(AccountSection.apps.path)/revoke"
    private static let appField = "app"
    private static let form = PageAddress.Form(path, fields: [appField])

    private let platform: Platform
    private let account: AccountServer

    init(_ platform: Platform, on account: AccountServer) {
        self.platform = platform
        self.account = account
    }

    static func address(of app: AppID) -> PageAddress {
        PageAddress(path: path, query: [PageAddress.Field(appField, app.text)])
    }

    func show(_ request: Request, _ context: PayContext) async -> Response {
        await account.show(request, context, at: Self.form) { holder, page in
            let apps = try await ListAuthorisedApps(platform).run(of: holder.user.id)
            guard let app = apps.first(where: { $0.app.id == page.revokedApp }) else { return notFound(page) }
            let texts = page.language.texts
            let content = RevokeContent(
                question: texts.access.revokeQuestion(app.app.name), company: app.companyName, effect: texts.access.revokeEffect,
                ends: app.scopeItems(texts.authorise), texts: texts.access, button: texts.access.revokeButton, action: .revoke
            )
            return account.page(content, in: .apps, of: holder, for: page)
        }
    }

    func submit(_ request: Request, _ context: PayContext) async -> Response {
        await account.submit(request, context, at: Self.form) { form, holder, page in
            guard form.action == .revoke else { throw PageForm.Unreadable() }
            try await CountAccountChange(platform).run(by: holder.user.id)
            // Whoever presses twice has ended it all the same.
            guard let app = page.revokedApp, try await RevokeGrant(platform).run(app, of: holder.user.id) != nil else {
                return notFound(page)
            }
            return account.seeOther(AppsPage.path, telling: .accessEnded(app))
        }
    }

    private func notFound(_ page: PageRequest) -> Response { account.server.answers.page(.ending(.notFound), for: page) }
}

extension PageRequest {
    fileprivate var revokedApp: AppID? { query.once("app").flatMap { AppID($0) } }
}

/// `/account/apps/revoke-all`: the same for all apps at once.
struct RevokeAllPage: Sendable {
    static let path = "\(AccountSection.apps.path)/revoke-all"
    private static let form = PageAddress.Form(path)

    private let platform: Platform
    private let account: AccountServer

    init(_ platform: Platform, on account: AccountServer) {
        self.platform = platform
        self.account = account
    }

    func show(_ request: Request, _ context: PayContext) async -> Response {
        await account.show(request, context, at: Self.form) { holder, page in
            let apps = try await ListAuthorisedApps(platform).run(of: holder.user.id)
            guard !apps.isEmpty else { return account.server.answers.seeOther(AppsPage.path) }
            let texts = page.language.texts.access
            let content = RevokeContent(
                question: texts.revokeAllQuestion, company: nil, effect: texts.revokeAllEffect,
                ends: apps.map { AppsContent.ScopeItem(name: $0.app.name, detail: $0.companyName) }, texts: texts,
                button: texts.revokeAllButton, action: .revokeAll
            )
            return account.page(content, in: .apps, of: holder, for: page)
        }
    }

    func submit(_ request: Request, _ context: PayContext) async -> Response {
        await account.submit(request, context, at: Self.form) { form, holder, page in
            guard form.action == .revokeAll else { throw PageForm.Unreadable() }
            try await CountAccountChange(platform).run(by: holder.user.id)
            try await RevokeAllGrants(platform).run(of: holder.user.id)
            return account.seeOther(AppsPage.path, telling: .allAccessEnded)
        }
    }
}

/// The question, as its template names it.
struct RevokeContent: PageContent {
    let template = "account_revoke"
    let heading: String
    let isError = false
    let question: Sentence
    let company: String?
    let effect: Sentence
    let endsLabel: String
    /// What the app may do until now; for all apps, which they are.
    let ends: [AppsContent.ScopeItem]
    let stays: Sentence
    let action: String
    let button: String
    let backPath = AppsPage.path
    let keepButton: String

    init(
        question: Sentence, company: String?, effect: Sentence, ends: [AppsContent.ScopeItem], texts: AccessTexts, button: String,
        action: PageForm.Action
    ) {
        heading = question.plain
        self.question = question
        self.company = company
        self.effect = effect
        self.ends = ends
        endsLabel = company == nil ? texts.appsEndLabel : texts.scopesEndLabel
        stays = texts.revokeStays
        self.button = button
        self.action = action.rawValue
        keepButton = texts.keepButton
    }
}
