import PayCore

private let noMoneyMoved: Sentence = "No money was moved."

extension EndingTexts {
    static let english = EndingTexts(
        tradePasswordLocked: { until in
            EndingText(
                heading: "Your trade password is locked",
                happened:
                    "A wrong trade password was entered too many times. It works again from \(time: .english(CivilMinute(startingAt: until))).",
                money: noMoneyMoved,
                next:
                    "Come back to this payment then, if it has not expired, or cancel it now. If the tries were not yours, change your password."
            )
        },
        tradePasswordChanged: { until in
            EndingText(
                heading: "Payments are paused after a password change",
                happened:
                    "Your trade password was changed. To protect your money, nothing can be paid from this account until \(time: .english(CivilMinute(startingAt: until))).",
                money: noMoneyMoved,
                next:
                    "Come back to this payment then, if it has not expired, or cancel it now. If you did not change your trade password, contact support at once."
            )
        },
        balanceTooSmall: { available, needed in
            EndingText(
                heading: "Your balance is too small",
                happened: "You have \(available) available, and this payment needs \(needed).",
                money: noMoneyMoved,
                next: "Add money to your account and open this payment again before it expires, or cancel it."
            )
        },
        paymentsFrozen: EndingText(
            heading: "Payments from your account are frozen",
            happened: "This account cannot pay at the moment.",
            money: noMoneyMoved,
            next: "Ask support why and what to do, or cancel this payment."
        ),
        tradePasswordNotSet: EndingText(
            heading: "You have no trade password yet",
            happened: "Payments are confirmed with a trade password, and none is set for this account.",
            money: noMoneyMoved,
            next: "Set one in your account and open this payment again, or cancel it."
        ),
        payerIsPayee: { app in
            EndingText(
                heading: "You cannot pay yourself",
                happened: "What is paid to \(name: app) arrives on the account that you are signed in with.",
                money: noMoneyMoved,
                next: "Sign in with another account, or cancel this payment."
            )
        },
        belongsToAnother: { app, payer in
            EndingText(
                heading: "This payment is for another account",
                happened: "\(name: app) asked one particular account to pay, and it is not \(name: payer).",
                money: noMoneyMoved,
                next: "Sign in with the account that should pay, or go back to \(name: app)."
            )
        },
        paidByAnother: { app, payer in
            EndingText(
                heading: "Already paid from another account",
                happened: "Another account has paid this to \(name: app).",
                money: "No money was taken from \(name: payer).",
                next: "There is nothing left to do. If the other account is yours too, sign in with it to see the result."
            )
        },
        alreadyPaid: { amount, app in
            EndingText(
                heading: "Payment complete",
                happened: "You paid \(amount) to \(name: app).",
                money: "The money was taken from your balance once. Opening this page again takes nothing more.",
                next: "Go back to the app to continue."
            )
        },
        cancelled: { app in
            EndingText(
                heading: "Payment cancelled",
                happened: "This payment to \(name: app) was cancelled.",
                money: noMoneyMoved,
                next: "If you want to pay after all, start again in \(name: app)."
            )
        },
        failed: { app in
            EndingText(
                heading: "Payment failed",
                happened: "This payment to \(name: app) could not be made, and it cannot be tried again from here.",
                money: noMoneyMoved,
                next: "Check your balance, then start a new payment in \(name: app)."
            )
        },
        expired: { app, at in
            EndingText(
                heading: "This payment has expired",
                happened: "It could be confirmed until \(time: .english(CivilMinute(startedBy: at))).",
                money: noMoneyMoved,
                next: "If you still want to pay, start again in \(name: app)."
            )
        },
        linkUnknown: EndingText(
            heading: "This payment link does not work",
            happened: "It is incomplete, or a newer link has taken its place.",
            money: noMoneyMoved,
            next: "Go back to the app that sent you here and start the payment again."
        ),
        appDisabled: { app in
            EndingText(
                heading: "This app cannot take payments now",
                happened: "Payments to \(name: app) are switched off.",
                money: noMoneyMoved,
                next: "Try again later, or ask the app’s support."
            )
        },
        coinNotAllowed: { app, coin in
            EndingText(
                heading: "\(coin) is not accepted here any more",
                happened: "\(name: app) may no longer be paid in \(name: coin).",
                money: noMoneyMoved,
                next: "Go back to \(name: app) and choose another way to pay."
            )
        },
        payeeCannotReceive: { app in
            EndingText(
                heading: "This payment cannot be received",
                happened: "The account of \(name: app) cannot take an amount as large as this.",
                money: noMoneyMoved,
                next: "Tell the support of \(name: app), or pay a smaller amount."
            )
        },
        tooBusy: EndingText(
            heading: "Many people are paying right now",
            happened: "Your confirmation was not looked at, and it took none of your tries.",
            money: "Nothing was done, and no money was moved.",
            next: "Wait a few seconds, open the page again and confirm."
        ),
        tooManySignIns: EndingText(
            heading: "Too many tries to sign in",
            happened: "To keep accounts safe, signing in is paused for a while.",
            money: noMoneyMoved,
            next: "Wait some minutes, then open this payment again."
        ),
        tooManySignInsUntil: { until in
            EndingText(
                heading: "Too many tries to sign in",
                happened: "To keep accounts safe, signing in is paused until \(time: .english(CivilMinute(startingAt: until))).",
                money: noMoneyMoved,
                next: "Wait until then and open this payment again."
            )
        },
        formExpired: EndingText(
            heading: "This form is no longer valid",
            happened: "The page was open too long, you signed in again elsewhere, or your browser keeps no cookies.",
            money: "Nothing was done, and no money was moved.",
            next: "Open the page again and repeat your last step. If this comes back, allow cookies for this site."
        ),
        badRequest: EndingText(
            heading: "This request could not be read",
            happened: "Your browser sent something that this page does not understand.",
            money: "Nothing was done, and no money was moved.",
            next: "Open the page again and repeat your last step."
        ),
        formTooLarge: EndingText(
            heading: "What you entered is too long",
            happened: "Your browser sent more than this page takes.",
            money: "Nothing was done, and no money was moved.",
            next: "Open the page again and enter your name and passwords only."
        ),
        unavailable: EndingText(
            heading: "Please try again in a moment",
            happened: "We cannot answer right now.",
            money: "Nothing was done, and no money was moved.",
            next: "Wait a little, then open the page again."
        ),
        internalError: EndingText(
            heading: "Something went wrong on our side",
            happened: "A fault of ours kept this page from being shown.",
            money: "Opening this page moved no money.",
            next: "Try again in a moment. If it happens again, ask support."
        ),
        outcomeUnknown: EndingText(
            heading: "We do not know yet whether you paid",
            happened: "A fault of ours interrupted this payment while it was being made.",
            money: "The money may or may not have been taken from your balance. It is never taken twice.",
            next: "Open this payment again to see what happened, before you start a new one."
        ),
        notFound: EndingText(
            heading: "There is no such page",
            happened: "The address is mistyped, or the page is gone.",
            money: noMoneyMoved,
            next: "Check the address, or go back to the app that sent you here."
        ),
        methodNotAllowed: EndingText(
            heading: "This page cannot be used that way",
            happened: "Your browser sent a kind of request that this address does not take.",
            money: "Nothing was done, and no money was moved.",
            next: "Go back to the app that sent you here and open the page from there."
        ),
        payeeLabel: "Payee",
        paidToLabel: "Paid to",
        amountLabel: "Amount",
        paidAtLabel: "Time",
        orderLabel: "Order number",
        tradeNoLabel: "The app’s number",
        moment: { time in "\(time: .english(CivilMinute(startedBy: time)))" },
        reference: { id in "For support: \(name: id)" },
        returnButton: { app in "Return to \(name: app)" },
        returning: "You return to the app in {s} s.",
        stayButton: "Stay on this page",
        lookingAgain: "Looking for the result…",
        setTradePasswordButton: "Set a trade password",
        openAgainButton: "Open the page again",
        seeResultButton: "See what happened"
    )
}
