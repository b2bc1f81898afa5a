import PayCore

/// What an app asks of a user on the sign-in page.
package struct LoginSummary: Hashable, Sendable {
    package let app: String
    package let company: String
    /// What the user can grant: what the app asks for and owns.
    package let scopes: [Scope]

    package init(app: String, company: String, scopes: [Scope]) {
        self.app = app
        self.company = company
        self.scopes = scopes
    }
}

/// The sign-in page before anybody is signed in.
package struct AppSignInView: Hashable, Sendable {
    package let login: LoginSummary
    package let csrf: String
    /// The name to keep in its field after a failure.
    package let name: String
    package let notice: SignInView.Notice?

    package init(login: LoginSummary, csrf: String, name: String = "", notice: SignInView.Notice? = nil) {
        self.login = login
        self.csrf = csrf
        self.name = name
        self.notice = notice
    }
}

/// The question that a signed-in user answers: which of what the app asks for it may do.
package struct AuthoriseView: Hashable, Sendable {
    package let login: LoginSummary
    /// The name that the user signs in with.
    package let user: String
    package let csrf: String

    package init(login: LoginSummary, user: String, csrf: String) {
        self.login = login
        self.user = user
        self.csrf = csrf
    }
}

/// The first of the two, as its template names it.
struct AppSignInContent: PageContent {
    let template = "app_sign_in"
    let heading: String
    let isError: Bool
    let question: Sentence
    let company: String
    let csrf: String
    let login: String
    let notice: String?
    let noticeTone: String
    let noticeRole: String
    let isWrong: Bool

    init(_ view: AppSignInView, texts: PageTexts) {
        question = texts.authorise.title(view.login.app)
        heading = question.plain
        company = view.login.company
        csrf = view.csrf
        login = view.name
        let shown = ShownNotice(view.notice, texts: texts.signIn)
        (notice, noticeTone, noticeRole, isWrong) = (shown.text, shown.tone, shown.role, shown.isWrong)
        isError = isWrong
    }
}

/// The second, as its template names it.
struct AuthoriseContent: PageContent {
    let template = "authorise"
    let heading: String
    let isError = false
    let question: Sentence
    let company: String
    let csrf: String
    /// What comes with signing in at all, and cannot be unticked.
    let always: [Item]
    let scopes: [Item]
    let revokeHint: Sentence
    let signedInAs: Sentence

    struct Item: Sendable {
        let field: String
        let name: String
        let detail: String
        let isTicked: Bool
    }

    init(_ view: AuthoriseView, texts: PageTexts) {
        question = texts.authorise.title(view.login.app)
        heading = question.plain
        company = view.login.company
        csrf = view.csrf
        let items = view.login.scopes.map { scope in
            let words = texts.authorise.scope(scope)
            return (scope, Item(field: PageForm.field(of: scope), name: words.name, detail: words.detail, isTicked: !scope.isFarReaching))
        }
        always = items.filter { $0.0 == .signIn }.map(\.1)
        scopes = items.filter { $0.0 != .signIn }.map(\.1)
        revokeHint = texts.authorise.revokeHint(view.login.app)
        signedInAs = texts.summary.signedInAs(view.user)
    }
}

extension Scope {
    /// Whether it lets an app do something later without the user. Such a box is ticked by the user or not at all.
    fileprivate var isFarReaching: Bool {
        switch self {
        case .withdraw, .trade, .signInWithoutAsking, .rememberTradePassword, .openUserToApp, .payWithOtherCoin: true
        case .signIn, .userToApp, .appToUser, .readSpotAssets, .readOpenAssets, .openAppToUser: false
        }
    }
}
