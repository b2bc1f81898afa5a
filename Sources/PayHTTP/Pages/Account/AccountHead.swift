import PayDomain

/// A part of the account, as its navigation names it.
enum AccountSection: CaseIterable, Sendable {
    case overview
    case payments
    case apps
    case security

    var path: String {
        switch self {
        case .overview: "/account"
        case .payments: "/account/payments"
        case .apps: "/account/apps"
        case .security: "/account/security"
        }
    }

    func name(_ texts: AccountTexts) -> String {
        switch self {
        case .overview: texts.overviewSection
        case .payments: texts.paymentsSection
        case .apps: texts.appsSection
        case .security: texts.securitySection
        }
    }
}

/// What stands above every page of the account, as its template names it. Its `csrf` is that of every form of the page.
struct AccountHead: Sendable {
    let sections: [Item]
    let signedInAs: Sentence
    let csrf: String

    struct Item: Sendable {
        let href: String
        let name: String
        let isCurrent: Bool
    }

    init(_ section: AccountSection?, of holder: AccountHolder, texts: PageTexts) {
        sections = AccountSection.allCases.map { Item(href: $0.path, name: $0.name(texts.account), isCurrent: $0 == section) }
        signedInAs = texts.summary.signedInAs(holder.user.name)
        csrf = holder.csrf
    }
}

/// The account before anybody is signed in, as its template names it.
struct AccountSignInContent: PageContent {
    let template = "account_sign_in"
    let heading: String
    let isError: Bool
    let csrf: String
    let login: String
    let notice: String?
    let noticeTone: String
    let noticeRole: String
    let isWrong: Bool

    init(csrf: String, name: String, notice: SignInView.Notice?, texts: PageTexts) {
        heading = texts.account.signInHeading
        self.csrf = csrf
        login = name
        let shown = ShownNotice(notice, texts: texts.signIn)
        (self.notice, noticeTone, noticeRole, isWrong) = (shown.text, shown.tone, shown.role, shown.isWrong)
        isError = isWrong
    }
}
