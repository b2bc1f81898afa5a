import HTTPTypes
import Hummingbird
import PayDomain

/// `/account/security/password`: a user changes the password to sign in with.
struct ChangePasswordPage: Sendable {
    static let path = "\(AccountSection.security.path)/password"
    private static let address = PageAddress.Form(path)

    private let platform: Platform
    private let account: AccountServer

    init(_ platform: Platform, on account: AccountServer) {
        self.platform = platform
        self.account = account
    }

    func show(_ request: Request, _ context: PayContext) async -> Response {
        await account.show(request, context, at: Self.address) { holder, page in present(holder, page) }
    }

    func submit(_ request: Request, _ context: PayContext) async -> Response {
        await account.submit(request, context, at: Self.address) { form, holder, page in
            guard form.action == .changePassword else { throw PageForm.Unreadable() }
            let texts = page.language.texts.security
            guard !form.password.isEmpty else { return present(holder, page, password: texts.passwordMissing) }
            let new = form[ChangePasswordContent.newField]
            guard !new.isEmpty else { return present(holder, page, new: texts.newMissing) }
            guard form.isRepeated(ChangePasswordContent.newField) else { return present(holder, page, new: texts.entriesDiffer) }
            do {
                let session = try await ChangePassword(platform).run(
                    ChangePassword.Request(present: form.password, new: new), of: holder.user.id, from: page.origin()
                )
                return account.seeOther(
                    AccountSection.security.path, telling: .passwordChanged, cookies: [account.server.sessions.cookie(of: session)])
            } catch let failure as PasswordChangeFailure {
                return answer(failure, holder, page)
            }
        }
    }

    private func answer(_ failure: PasswordChangeFailure, _ holder: AccountHolder, _ page: PageRequest) -> Response {
        let texts = page.language.texts.security
        switch failure {
        case .passwordWrong: return present(holder, page, password: texts.passwordWrong)
        case .refused(let problem): return present(holder, page, new: texts.problem(problem, .password))
        case .tooOften: return present(holder, page, notice: texts.tooOften, status: .tooManyRequests)
        case .busy: return account.server.answers.page(.ending(.unavailable), for: page)
        case .tradePasswordWrong, .tradePasswordLocked: preconditionFailure("a new password asks for no trade password")
        }
    }

    private func present(
        _ holder: AccountHolder, _ page: PageRequest, password: Sentence? = nil, new: Sentence? = nil, notice: Sentence? = nil,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let content = ChangePasswordContent(
            of: holder.user.name, texts: page.language.texts.security, password: password, new: new, notice: notice)
        return account.page(content, in: .security, of: holder, for: page, status: status)
    }
}

/// The form, as its template names it.
struct ChangePasswordContent: PageContent {
    static let newField = "new_password"

    let template = "account_secret"
    let heading: String
    let isError: Bool
    let userName: String
    let lead: Sentence
    /// What the change brings with it.
    let effect: Sentence?
    let notice: Sentence?
    let fields: [SecretField]
    let action = PageForm.Action.changePassword.rawValue
    let button: String
    let backPath = AccountSection.security.path

    /// - Parameters:
    ///   - password: what is wrong with the present password.
    ///   - new: what is wrong with the new one.
    ///   - notice: why nothing was changed otherwise.
    init(of user: String, texts: SecurityTexts, password: Sentence? = nil, new: Sentence? = nil, notice: Sentence? = nil) {
        heading = texts.changePassword
        isError = password != nil || new != nil || notice != nil
        userName = user
        lead = texts.passwordLead
        effect = texts.passwordEffect
        self.notice = notice
        fields = [
            SecretField("password", texts.presentPasswordLabel, autocomplete: "current-password", problem: password),
            SecretField(
                Self.newField, texts.newPasswordLabel, hint: texts.newPasswordHint, autocomplete: "new-password", problem: new,
                againLabel: texts.againLabel
            ),
        ]
        button = texts.changePassword
    }
}
