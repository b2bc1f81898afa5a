import PayCore
import PayDomain

/// The page of passwords and sessions, as its template names it.
struct SecurityContent: PageContent {
    static let sessionField = "session"

    let template = "account_security"
    let heading: String
    let isError = false
    let isWide = true
    /// What was just done.
    let done: Sentence?
    let passwordPath = ChangePasswordPage.path
    let tradePasswordPath = ChangeTradePasswordPage.path
    let tradePasswordState: Sentence
    /// Why nothing can be paid at present, if so.
    let tradePasswordWarning: Sentence?
    let tradePasswordButton: String
    let sessions: [Item]
    let hasOthers: Bool

    struct Item: Hashable, Sendable {
        /// What the session's button and its name are found by.
        let id: String
        /// Names the session in the form.
        let session: String
        let browser: String
        let address: String?
        let isPresent: Bool
        let signedIn: Sentence
        let lastUsed: Sentence
    }

    init(of user: User, sessions: [ShownSession], notice: AccountNotice?, now: Timestamp, texts: PageTexts) {
        let words = texts.security
        heading = texts.account.securitySection
        let frozenUntil = user.paymentsFrozenUntil.flatMap { $0 > now ? $0 : nil }
        let lockedUntil = user.tradePasswordLockEnd.flatMap { $0 > now ? $0 : nil }
        done = notice.flatMap { words.done($0, frozenUntil) }
        let hasTradePassword = user.tradePasswordHash != nil
        tradePasswordState = hasTradePassword ? words.tradePasswordIsSet : words.tradePasswordIsNotSet
        // What the page has just said it need not say twice.
        let frozen = notice == .tradePasswordChanged ? nil : frozenUntil
        tradePasswordWarning = lockedUntil.map(words.tradePasswordLocked) ?? frozen.map(words.frozen)
        tradePasswordButton = hasTradePassword ? words.changeTradePassword : words.setTradePassword
        self.sessions = sessions.enumerated().map { number, session in
            Item(
                id: "session-\(number + 1)", session: session.name, browser: words.browser(session.browser), address: session.address,
                isPresent: session.isPresent, signedIn: texts.endings.moment(session.createTime),
                lastUsed: texts.endings.moment(session.lastUseTime)
            )
        }
        hasOthers = sessions.contains { !$0.isPresent }
    }
}
