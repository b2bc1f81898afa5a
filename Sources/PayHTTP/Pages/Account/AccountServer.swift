import HTTPTypes
import Hummingbird
import PayDomain

/// Whose account it is, and what the forms of its pages carry.
struct AccountHolder: Sendable {
    let user: User
    /// The token of this session's forms.
    let csrf: String
}

/// How the pages of an account are served: whoever is not signed in signs in on the spot, at the address that was asked for.
struct AccountServer: Sendable {
    let server: PageServer

    init(_ server: PageServer) { self.server = server }

    /// Answers a GET.
    ///
    /// - Parameter body: makes the page of whoever is signed in.
    func show(
        _ request: Request, _ context: PayContext, at address: PageAddress.Form,
        _ body: (AccountHolder, PageRequest) async throws -> Response
    ) async -> Response {
        await server.show(request, context, at: address) { page in
            guard let holder = holder(of: page) else { return signIn(page) }
            return try await body(holder, page)
        }
    }

    /// Answers a POST: signing in and out here, everything else by `body`.
    func submit(
        _ request: Request, _ context: PayContext, at address: PageAddress.Form,
        _ body: (PageForm, AccountHolder, PageRequest) async throws -> Response
    ) async -> Response {
        await server.submit(request, context, at: address) { form, page in
            switch form.action {
            case .signIn:
                switch try await server.sessions.signIn(form, page) {
                case .answer(let response): return response
                case .again(let notice): return signIn(page, notice: notice, name: form.login)
                }
            case .signOut: return try await server.sessions.signOut(page)
            default:
                guard let holder = holder(of: page) else { return signIn(page, notice: .sessionEnded) }
                return try await body(form, holder, page)
            }
        }
    }

    /// A page of the account.
    ///
    /// - Parameter section: where it belongs in the navigation; `nil` for none of it.
    func page(
        _ content: some PageContent, in section: AccountSection?, of holder: AccountHolder, for page: PageRequest,
        status: HTTPResponse.Status = .ok, cookies: [String] = []
    ) -> Response {
        server.answers.page(content, in: section, of: holder, for: page, status: status, cookies: cookies)
    }

    private func holder(of page: PageRequest) -> AccountHolder? {
        page.user.map { AccountHolder(user: $0, csrf: server.sessions.token(for: page).csrf) }
    }

    private func signIn(_ page: PageRequest, notice: SignInView.Notice? = nil, name: String = "") -> Response {
        let (csrf, set) = server.sessions.token(for: page)
        let content = AccountSignInContent(csrf: csrf, name: name, notice: notice, texts: page.language.texts)
        return server.answers.page(content, in: nil, of: nil, for: page, cookies: set)
    }
}
