import HTTPTypes
import Hummingbird
import Logging
import PayCore
import PayDomain
import PayWire

/// `/oauth/login/`: the page on which a user signs in at an app and says what it may do (protocol, section 6).
///
/// What the app asks for comes unsigned from the browser. A browser is sent back only to an address that is registered for the app; for
/// any other the page says that the link does not work.
struct LoginPage: Sendable {
    static let path = "/oauth/login/"
    private static let fields = ["app_id", "scopes", "state", "device", "redirect_url"]

    private let platform: Platform
    private let answers: PageAnswers
    private let cookies: PageCookies
    private let sessions: PageSessions

    init(_ platform: Platform) throws {
        self.platform = platform
        let isSecure = platform.settings.publicURL.hasPrefix("https://")
        answers = try PageAnswers(isSecure: isSecure)
        cookies = PageCookies(isSecure: isSecure)
        sessions = PageSessions(platform, answers: answers, cookies: cookies)
    }

    func show(_ request: Request, _ context: PayContext) async throws -> Response {
        let page = try await page(request)
        do {
            let application = try application(page)
            if let user = page.user, let granted = try await AuthoriseApp(platform).isRemembered(application, by: user) {
                return try await allow(application, granted, as: user)
            }
            return present(application, page)
        } catch {
            return failed(error, page, context)
        }
    }

    func submit(_ request: Request, _ context: PayContext) async throws -> Response {
        let page = try await page(request)
        do {
            let form = try await PageForm(request)
            guard sessions.isValid(form, for: page) else {
                return answers.page(.ending(.formExpired), for: page, status: .forbidden)
            }
            return try await act(on: form, page)
        } catch is PageForm.Unreadable {
            return answers.page(.ending(.badRequest), for: page, status: .badRequest)
        } catch {
            return failed(error, page, context)
        }
    }

    private func page(_ request: Request) async throws -> PageRequest {
        try await PageRequest(request, path: Self.path, keeping: Self.fields, cookies: cookies, platform: platform)
    }

    private func application(_ page: PageRequest) throws -> LoginApplication {
        try LoginQuery(platform.directory.current).parse(Fields(page.query))
    }

    private func act(on form: PageForm, _ page: PageRequest) async throws -> Response {
        let application = try application(page)
        switch form.action {
        case .signIn:
            switch try await sessions.signIn(form, page) {
            case .answer(let response): return response
            case .again(let notice): return present(application, page, notice: notice, name: form.login)
            }
        case .signOut: return try await sessions.signOut(page)
        case .allow:
            guard let user = page.user else { return present(application, page, notice: .sessionEnded) }
            // Who the user is cannot be left out: it is what signing in means.
            return try await allow(application, form.ticked.union(ScopeSet([.signIn])), as: user)
        case .refuse: return answers.seeOther(LoginRedirect.url(refused: application))
        case .confirm, .cancel: throw PageForm.Unreadable()
        }
    }

    private func allow(_ application: LoginApplication, _ ticked: ScopeSet, as user: User) async throws -> Response {
        let login = try await AuthoriseApp(platform).run(application, ticked: ticked, as: user)
        return answers.seeOther(LoginRedirect.url(application, allowed: login))
    }

    private func present(
        _ application: LoginApplication, _ page: PageRequest, notice: SignInView.Notice? = nil, name: String = ""
    ) -> Response {
        let company = platform.directory.current.companies[application.app.company]?.name ?? application.app.company.text
        let summary = LoginSummary(app: application.app.name, company: company, scopes: application.grantable.scopes)
        let (csrf, set) = sessions.token(for: page)
        let view: Page =
            if let user = page.user {
                .authorise(AuthoriseView(login: summary, user: user.name, csrf: csrf))
            } else {
                .appSignIn(AppSignInView(login: summary, csrf: csrf, name: name, notice: notice))
            }
        return answers.page(view, for: page, redirectURL: application.redirectURL, cookies: set + page.languageCookies(cookies))
    }

    private func failed(_ error: any Error, _ page: PageRequest, _ context: PayContext) -> Response {
        if error is PlatformError { return answers.page(.ending(.loginLinkBroken), for: page, status: .badRequest) }
        context.logger.error("A page failed unexpectedly", metadata: ["error": "\(error)"])
        let ending = PageEnding.internalError(reference: context.id, moneyMayHaveMoved: false)
        return answers.page(.ending(ending), for: page, status: .internalServerError)
    }
}
