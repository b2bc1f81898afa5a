import HTTPTypes
import Hummingbird
import PayCore
import PayDomain

/// `/account/security/trade-password`: a user changes the trade password, or sets the first one.
struct ChangeTradePasswordPage: Sendable {
    static let path = "\(AccountSection.security.path)/trade-password"
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
            guard form.action == .changeTradePassword else { throw PageForm.Unreadable() }
            let texts = page.language.texts.security
            let hasOne = holder.user.tradePasswordHash != nil
            guard !form.password.isEmpty else { return present(holder, page, password: texts.passwordMissing) }
            guard !hasOne || !form.tradePassword.isEmpty else { return present(holder, page, trade: texts.tradePasswordMissing) }
            let new = form[ChangeTradePasswordContent.newField]
            guard !new.isEmpty else { return present(holder, page, new: texts.newMissing) }
            guard form.isRepeated(ChangeTradePasswordContent.newField) else { return present(holder, page, new: texts.entriesDiffer) }
            do {
                try await ChangeTradePassword(platform).run(
                    ChangeTradePassword.Request(password: form.password, present: hasOne ? form.tradePassword : nil, new: new),
                    of: holder.user.id, from: page.origin()
                )
                return account.seeOther(AccountSection.security.path, telling: hasOne ? .tradePasswordChanged : .tradePasswordSet)
            } catch let failure as PasswordChangeFailure {
                return answer(failure, holder, page)
            }
        }
    }

    private func answer(_ failure: PasswordChangeFailure, _ holder: AccountHolder, _ page: PageRequest) -> Response {
        let texts = page.language.texts.security
        switch failure {
        case .passwordWrong: return present(holder, page, password: texts.passwordWrong)
        case .tradePasswordWrong(let triesLeft): return present(holder, page, trade: texts.tradePasswordWrong(triesLeft))
        case .tradePasswordLocked(let until): return present(holder, page, trade: texts.tradePasswordLocked(until))
        case .refused(let problem): return present(holder, page, new: texts.problem(problem, .tradePassword))
        case .tooOften: return present(holder, page, notice: texts.tooOften, status: .tooManyRequests)
        case .busy: return account.server.answers.page(.ending(.unavailable), for: page)
        }
    }

    private func present(
        _ holder: AccountHolder, _ page: PageRequest, password: Sentence? = nil, trade: Sentence? = nil, new: Sentence? = nil,
        notice: Sentence? = nil, status: HTTPResponse.Status = .ok
    ) -> Response {
        let content = ChangeTradePasswordContent(
            of: holder.user, freeze: platform.settings.tradePasswordFreeze, texts: page.language.texts.security, password: password,
            trade: trade, new: new, notice: notice)
        return account.page(content, in: .security, of: holder, for: page, status: status)
    }
}

/// The form, as its template names it.
struct ChangeTradePasswordContent: PageContent {
    static let newField = "new_trade_password"

    let template = "account_secret"
    let heading: String
    let isError: Bool
    let userName: String
    let lead: Sentence
    let effect: Sentence?
    let notice: Sentence?
    let fields: [SecretField]
    let action = PageForm.Action.changeTradePassword.rawValue
    let button: String
    let backPath = AccountSection.security.path

    /// - Parameters:
    ///   - freeze: for how many seconds nothing is paid after the change.
    ///   - password: what is wrong with the password to sign in with.
    ///   - trade: what is wrong with the present trade password.
    ///   - new: what is wrong with the new one.
    ///   - notice: why nothing was changed otherwise.
    init(
        of user: User, freeze: Int64, texts: SecurityTexts, password: Sentence? = nil, trade: Sentence? = nil, new: Sentence? = nil,
        notice: Sentence? = nil
    ) {
        let hasOne = user.tradePasswordHash != nil
        heading = hasOne ? texts.changeTradePassword : texts.setTradePassword
        isError = password != nil || trade != nil || new != nil || notice != nil
        userName = user.name
        lead = hasOne ? texts.tradePasswordLead : texts.firstTradePasswordLead
        effect = hasOne && freeze > 0 ? texts.tradePasswordEffect(WholeTime(seconds: freeze)) : nil
        self.notice = notice
        let present = SecretField("trade_password", texts.presentTradePasswordLabel, autocomplete: "off", problem: trade)
        fields =
            [SecretField("password", texts.signInPasswordLabel, autocomplete: "current-password", problem: password)]
            + (hasOne ? [present] : [])
            + [
                SecretField(
                    Self.newField, texts.newTradePasswordLabel, hint: texts.newTradePasswordHint, autocomplete: "off", problem: new,
                    againLabel: texts.againLabel
                )
            ]
        button = heading
    }
}

/// A stretch of time in the largest unit that it is a whole number of, down to minutes.
enum WholeTime: Hashable, Sendable {
    case days(Int)
    case hours(Int)
    case minutes(Int)

    /// Rounded up to whole minutes.
    init(seconds: Int64) {
        let minutes = Int(clamping: (seconds + 59) / 60)
        self =
            switch minutes {
            case let minutes where minutes > 1440 && minutes % 1440 == 0: .days(minutes / 1440)
            case let minutes where minutes % 60 == 0: .hours(minutes / 60)
            default: .minutes(minutes)
            }
    }
}
