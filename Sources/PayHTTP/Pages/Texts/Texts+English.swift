import PayCore

extension PageTexts {
    static let english = PageTexts(
        languagesLabel: "Language",
        errorTitlePrefix: "Error: ",
        summary: .english,
        signIn: .english,
        pay: .english,
        authorise: .english,
        account: .english,
        access: .english,
        security: .english,
        money: .english,
        history: .english,
        receipt: .english,
        endings: .english
    )
}

extension SummaryTexts {
    fileprivate static let english = SummaryTexts(
        amountLabel: "You pay",
        payeeLabel: "to",
        sceneLabel: "For",
        descriptionLabel: "Details",
        feeLabel: "Fee",
        feeHint: "included in what you pay",
        noFee: "None",
        payeeReceivesLabel: "Payee receives",
        balanceLabel: "Your balance",
        remainingLabel: "Left afterwards",
        title: { amount, app in "Pay \(amount) to \(name: app)" },
        confirmBy: { until in "Confirm by \(time: .englishClock(until))" },
        timeLeft: { minutes in minutes > 1 ? "\(minutes) minutes left" : minutes == 1 ? "1 minute left" : "Less than a minute left" },
        timeLeftTicking: "{m}:{s} left",
        timeWarning: "One minute is left to confirm this payment.",
        cancelButton: "Cancel payment",
        signedInAs: { payer in "Signed in as \(name: payer)" },
        signOutButton: "Use another account"
    )
}

extension SignInTexts {
    fileprivate static let english = SignInTexts(
        heading: "Sign in to pay",
        headingOfResult: "Sign in to see the result",
        loginLabel: "User name",
        passwordLabel: "Password",
        button: "Sign in",
        busyButton: "Signing in…",
        showPassword: "Show",
        hidePassword: "Hide",
        wrongNameOrPassword: "The user name or the password is wrong. Please check both and try again.",
        nameOrPasswordMissing: "Enter your user name and your password.",
        sessionEnded: "Your session ended before anything was done. Sign in again to continue.",
        signedOut: "You are signed out. Sign in with the account that should pay.",
        answered:
            "This payment was answered already, and cannot be paid again. Sign in with the account that answered it to see the result."
    )
}

extension PayTexts {
    fileprivate static let english = PayTexts(
        tradePasswordLabel: "Trade password",
        tradePasswordHint: "The one you set for payments, not the one you sign in with.",
        confirmButton: { amount in "Pay \(amount)" },
        busyButton: "Paying…",
        wrongTradePassword: { triesLeft in
            switch triesLeft {
            case ...1: "That trade password is wrong, and nothing was paid. You have 1 try left before it is locked for a while."
            default: "That trade password is wrong, and nothing was paid. You have \(triesLeft) tries left."
            }
        },
        tradePasswordMissing: "Enter your trade password to pay. Nothing was paid yet.",
        paymentChanged: "This payment changed while the page was open, and nothing was paid. Check it again before you confirm.",
        nothingPaidYet: "We have looked, and nothing has been paid so far. You can confirm again: it is paid once, even if both reach us."
    )
}
