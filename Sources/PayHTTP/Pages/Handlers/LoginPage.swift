import Hummingbird
import PayCore
import PayDomain
import PayWire

/// `/oauth/login/`: the page on which a user signs in at an app and says what it may do (protocol, section 6).
///
/// What the app asks for comes unsigned from the browser. A browser is sent back only to an address that is registered for the app; for
/// any other the page says that the link does not work.
struct LoginPage: Sendable {
    static let path = "/oauth/login/"

    /// What the app asks for cannot be answered, and the browser is not sent back.
    struct LinkBroken: Error {}

    private static let address = PageAddress.Form(path, fields: ["app_id", "scopes", "state", "device", "redirect_url"])

    private let platform: Platform
    private let server: PageServer

    init(_ platform: Platform, on server: PageServer) {
        self.platform = platform
        self.server = server
    }

    func show(_ request: Request, _ context: PayContext) async -> Response {
        await server.show(request, context, at: Self.address) { page in
            let application = try application(page)
            if let user = page.user, let granted = try await AuthoriseApp(platform).isRemembered(application, by: user) {
                return try await allow(application, granted, as: user)
            }
            return present(application, page)
        }
    }

    func submit(_ request: Request, _ context: PayContext) async -> Response {
        await server.submit(request, context, at: Self.address) { form, page in try await act(on: form, page) }
    }

    private func application(_ page: PageRequest) throws -> LoginApplication {
        do {
            return try LoginQuery(platform.directory.current).parse(Fields(page.query))
        } catch is PlatformError {
            throw LinkBroken()
        }
    }

    private func act(on form: PageForm, _ page: PageRequest) async throws -> Response {
        let application = try application(page)
        switch form.action {
        case .signIn:
            switch try await server.sessions.signIn(form, page) {
            case .answer(let response): return response
            case .again(let notice): return present(application, page, notice: notice, name: form.login)
            }
        case .signOut: return try await server.sessions.signOut(page)
        case .allow:
            guard let user = page.user else { return present(application, page, notice: .sessionEnded) }
            // Who the user is cannot be left out: it is what signing in means.
            return try await allow(application, form.ticked.union(ScopeSet([.signIn])), as: user)
        case .refuse: return server.answers.seeOther(LoginRedirect.url(refused: application))
        default: throw PageForm.Unreadable()
        }
    }

    private func allow(_ application: LoginApplication, _ ticked: ScopeSet, as user: User) async throws -> Response {
        let login = try await AuthoriseApp(platform).run(application, ticked: ticked, as: user)
        return server.answers.seeOther(LoginRedirect.url(application, allowed: login))
    }

    private func present(
        _ application: LoginApplication, _ page: PageRequest, notice: SignInView.Notice? = nil, name: String = ""
    ) -> Response {
        let company = platform.directory.current.companies[application.app.company]?.name ?? application.app.company.text
        let summary = LoginSummary(app: application.app.name, company: company, scopes: application.grantable.scopes)
        let (csrf, set) = server.sessions.token(for: page)
        let view: Page =
            if let user = page.user {
                .authorise(AuthoriseView(login: summary, user: user.name, csrf: csrf))
            } else {
                .appSignIn(AppSignInView(login: summary, csrf: csrf, name: name, notice: notice))
            }
        return server.answers.page(view, for: page, redirectURL: application.redirectURL, cookies: set)
    }
}
