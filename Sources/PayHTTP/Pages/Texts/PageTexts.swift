import PayCore

/// Every text of the pages in one language. A language is complete when it compiles: each text is a stored property without default,
/// each text that speaks of something is a function of it.
///
/// Templates name the plain ones, such as `{{texts.signIn.button}}`.
package struct PageTexts: Sendable {
    let languagesLabel: String
    /// Put before the title of a page that shows an error, so that a screen reader says so first.
    let errorTitlePrefix: String
    let summary: SummaryTexts
    let signIn: SignInTexts
    let pay: PayTexts
    let authorise: AuthoriseTexts
    let account: AccountTexts
    let access: AccessTexts
    let security: SecurityTexts
    let money: MoneyTexts
    let history: HistoryTexts
    let receipt: ReceiptTexts
    let endings: EndingTexts
}

/// What is paid, by whom and to whom.
struct SummaryTexts: Sendable {
    let amountLabel: String
    let payeeLabel: String
    let sceneLabel: String
    let descriptionLabel: String
    let feeLabel: String
    let feeHint: String
    let noFee: String
    let payeeReceivesLabel: String
    let balanceLabel: String
    let remainingLabel: String
    /// The title of the pay page.
    let title: @Sendable (_ amount: PageAmount, _ app: String) -> Sentence
    /// Until when the payment can be confirmed.
    let confirmBy: @Sendable (_ until: Timestamp) -> Sentence
    /// Whole minutes, 0 for less than one.
    let timeLeft: @Sendable (_ minutes: Int) -> String
    /// The same as it is counted down: `{m}` minutes and `{s}` seconds of two digits.
    let timeLeftTicking: String
    /// Said once when a minute is left.
    let timeWarning: String
    let cancelButton: String
    let signedInAs: @Sendable (_ payer: String) -> Sentence
    let signOutButton: String
}

/// The sign-in page.
struct SignInTexts: Sendable {
    let heading: String
    /// The heading where the payment was answered already.
    let headingOfResult: String
    let loginLabel: String
    let passwordLabel: String
    let button: String
    /// What the button says while the browser waits for the answer.
    let busyButton: String
    let showPassword: String
    let hidePassword: String
    let wrongNameOrPassword: String
    let nameOrPasswordMissing: String
    let sessionEnded: String
    let signedOut: String
    let answered: String
}

/// The pay page's form.
struct PayTexts: Sendable {
    let tradePasswordLabel: String
    let tradePasswordHint: String
    let confirmButton: @Sendable (_ amount: PageAmount) -> Sentence
    /// What the button says while the browser waits for the answer.
    let busyButton: String
    let wrongTradePassword: @Sendable (_ triesLeft: Int) -> Sentence
    let tradePasswordMissing: Sentence
    let paymentChanged: Sentence
    let nothingPaidYet: Sentence
}

/// The words of one ending.
struct EndingText: Hashable, Sendable {
    let heading: String
    let happened: Sentence
    /// Whether money moved.
    let money: Sentence
    /// What to do next.
    let next: Sentence
}

/// The endings, one each, and what stands around them.
struct EndingTexts: Sendable {
    let tradePasswordLocked: @Sendable (_ until: Timestamp) -> EndingText
    let tradePasswordChanged: @Sendable (_ until: Timestamp) -> EndingText
    let balanceTooSmall: @Sendable (_ available: PageAmount, _ needed: PageAmount) -> EndingText
    let paymentsFrozen: EndingText
    let tradePasswordNotSet: EndingText
    let payerIsPayee: @Sendable (_ app: String) -> EndingText
    let belongsToAnother: @Sendable (_ app: String, _ payer: String) -> EndingText
    let paidByAnother: @Sendable (_ app: String, _ payer: String) -> EndingText
    let alreadyPaid: @Sendable (_ amount: PageAmount, _ app: String) -> EndingText
    let cancelled: @Sendable (_ app: String) -> EndingText
    let failed: @Sendable (_ app: String) -> EndingText
    let expired: @Sendable (_ app: String, _ at: Timestamp) -> EndingText
    let linkUnknown: EndingText
    let appDisabled: @Sendable (_ app: String) -> EndingText
    let coinNotAllowed: @Sendable (_ app: String, _ coin: String) -> EndingText
    let payeeCannotReceive: @Sendable (_ app: String) -> EndingText
    let tooBusy: EndingText
    let tooManySignIns: EndingText
    let tooManySignInsUntil: @Sendable (_ until: Timestamp) -> EndingText
    let formExpired: EndingText
    let badRequest: EndingText
    let formTooLarge: EndingText
    let unavailable: EndingText
    let internalError: EndingText
    let outcomeUnknown: EndingText
    let notFound: EndingText
    let methodNotAllowed: EndingText

    /// Of a payment that was not made.
    let payeeLabel: String
    /// Of one that was.
    let paidToLabel: String
    let amountLabel: String
    let paidAtLabel: String
    let orderLabel: String
    let tradeNoLabel: String
    let moment: @Sendable (_ time: Timestamp) -> Sentence
    let reference: @Sendable (_ id: String) -> Sentence
    let returnButton: @Sendable (_ app: String) -> Sentence
    /// Counted down: `{s}` seconds.
    let returning: String
    let stayButton: String
    let lookingAgain: String
    let setTradePasswordButton: Sentence
    let openAgainButton: Sentence
    let seeResultButton: Sentence
}
