import PayCore
import PayDomain

/// The pages of a user's passwords and sessions.
struct SecurityTexts: Sendable {
    let passwordPart: String
    let passwordIsFor: String
    let tradePasswordPart: String
    let tradePasswordIsSet: Sentence
    let tradePasswordIsNotSet: Sentence
    let sessionsPart: String
    let sessionsLead: String
    let languageLead: String

    let thisSession: String
    let signedInLabel: String
    let lastUsedLabel: String
    let addressLabel: String
    let endSession: String
    let endOtherSessions: String
    /// A browser by what is known of it.
    let browser: @Sendable (BrowserKind) -> String

    let changePassword: String
    let changeTradePassword: String
    let setTradePassword: String
    let passwordLead: Sentence
    /// What a change of the password brings with it.
    let passwordEffect: Sentence
    let tradePasswordLead: Sentence
    let firstTradePasswordLead: Sentence
    /// What a change of the trade password brings with it, and for how long.
    let tradePasswordEffect: @Sendable (WholeTime) -> Sentence
    let presentPasswordLabel: String
    let signInPasswordLabel: String
    let newPasswordLabel: String
    let newPasswordHint: Sentence
    let presentTradePasswordLabel: String
    let newTradePasswordLabel: String
    let newTradePasswordHint: Sentence
    let againLabel: String
    let back: String

    let passwordMissing: Sentence
    let tradePasswordMissing: Sentence
    let newMissing: Sentence
    let entriesDiffer: Sentence
    let passwordWrong: Sentence
    let tradePasswordWrong: @Sendable (_ triesLeft: Int) -> Sentence
    let tradePasswordLocked: @Sendable (_ until: Timestamp) -> Sentence
    let tooOften: Sentence
    /// Why the new password is not taken.
    let problem: @Sendable (PasswordProblem, PasswordKind) -> Sentence
    /// Nothing is paid until then.
    let frozen: @Sendable (_ until: Timestamp) -> Sentence
    /// What was just done on these pages; `nil` for what is done on others. `frozenUntil` is until when nothing is paid, if so.
    let done: @Sendable (AccountNotice, _ frozenUntil: Timestamp?) -> Sentence?
}
