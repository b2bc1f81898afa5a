import Hummingbird
import PayDomain

/// Signing in and out on the pages, and the tokens that bind their forms to a browser.
struct PageSessions: Sendable {
    /// How a form to sign in was answered.
    enum Outcome: Sendable {
        /// The browser is sent on with its new session.
        case answer(Response)
        /// The form is shown again, and why.
        case again(SignInView.Notice)
    }

    private let platform: Platform
    private let answers: PageAnswers
    private let cookies: PageCookies
    private let tokens: FormTokens
    /// For how long a browser is known, in seconds: 90 days.
    private static let knownLifetime: Int64 = 90 * 86_400

    init(_ platform: Platform, answers: PageAnswers, cookies: PageCookies) {
        self.platform = platform
        self.answers = answers
        self.cookies = cookies
        tokens = FormTokens(key: platform.formKey)
    }

    /// The token for the forms of a page, with the cookies that the browser must hold for them.
    func token(for page: PageRequest) -> (csrf: String, cookies: [String]) {
        if let binding = page.binding { return (tokens.token(.form, binding), []) }
        let binding = SecureRandom.hex(bytes: 32)
        return (tokens.token(.form, binding), [cookies.setting(cookies.form, to: binding)])
    }

    /// What shows, when it comes back with a confirmation, that a payment is still what the page showed.
    func token(showing payment: PaymentSummary) -> String { tokens.token(.shown, payment.canonical) }

    /// Whether a form was made for this browser.
    func isValid(_ form: PageForm, for page: PageRequest) -> Bool {
        [page.binding, page.endedBinding].contains { binding in binding.map { tokens.isValid(form.csrf, .form, $0) } ?? false }
    }

    func signIn(_ form: PageForm, _ page: PageRequest) async throws -> Outcome {
        guard !form.login.isEmpty, !form.password.isEmpty else { return .again(.nameOrPasswordMissing) }
        do {
            let isKnown = page.knownName.map { tokens.isValid($0, .known, form.login) } ?? false
            let session = try await SignIn(platform)
                .run(name: form.login, password: form.password, replacing: page.sessionID, from: page.origin(isKnownBrowser: isKnown))
            let set = [
                cookie(of: session), cookies.setting(cookies.form, to: nil),
                cookies.setting(cookies.known, to: tokens.token(.known, form.login), for: Self.knownLifetime),
            ]
            return .answer(answers.seeOther(page.address.reference, cookies: set))
        } catch SignInFailure.wrong {
            return .again(.wrongNameOrPassword)
        } catch SignInFailure.busy {
            return .answer(answers.page(.ending(.unavailable), for: page))
        } catch SignInFailure.tooOften {
            return .answer(answers.page(.ending(.tooManySignIns(until: nil)), for: page))
        }
    }

    /// The cookie that keeps the browser signed in; `nil` signs it out.
    func cookie(of session: SessionID?) -> String { cookies.setting(cookies.session, to: session?.text) }

    func signOut(_ page: PageRequest) async throws -> Response {
        if let session = page.sessionID { try await SignOut(platform).run(session) }
        return answers.seeOther(page.address.reference, cookies: [cookie(of: nil)])
    }
}
