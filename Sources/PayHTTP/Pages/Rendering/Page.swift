import PayCore

/// One page, with all that it shows.
package enum Page: Hashable, Sendable {
    case signIn(SignInView)
    case pay(PayView)
    case appSignIn(AppSignInView)
    case authorise(AuthoriseView)
    /// The payment, or the request, is at an end here.
    case ending(PageEnding)
}

/// What every page needs besides its own content.
package struct PageFrame: Hashable, Sendable {
    package let language: PageLanguage
    /// The address of the page itself, as `GET` knows it: forms post to it, and the language links lead to it.
    package let address: PageAddress

    package init(language: PageLanguage, address: PageAddress) {
        self.language = language
        self.address = address
    }
}

/// The payment before anybody is signed in.
package struct SignInView: Hashable, Sendable {
    package let payment: PaymentSummary
    /// The time of the page, from which the minutes left are counted.
    package let now: Timestamp
    package let csrf: String
    /// The name to keep in its field after a failure.
    package let login: String
    package let notice: Notice?
    /// Whether the payer may cancel without signing in.
    package let canCancel: Bool
    /// Whether the payment was answered already, so that signing in only shows the result.
    package let isAnswered: Bool

    /// Why the payer sees this page again.
    package enum Notice: Hashable, Sendable, CaseIterable {
        /// The same for an unknown name as for a wrong password, so that names cannot be found out.
        case wrongNameOrPassword
        case nameOrPasswordMissing
        /// The session ended, or ended elsewhere; nothing happened.
        case sessionEnded
        /// The payer asked to sign in as somebody else.
        case signedOut
    }

    package init(
        payment: PaymentSummary, now: Timestamp, csrf: String, login: String = "", notice: Notice? = nil, canCancel: Bool = false,
        isAnswered: Bool = false
    ) {
        self.payment = payment
        self.now = now
        self.csrf = csrf
        self.login = login
        self.notice = notice
        self.canCancel = canCancel
        self.isAnswered = isAnswered
    }
}

/// The payment as its signed-in payer confirms it.
package struct PayView: Hashable, Sendable {
    package let open: OpenPayment
    /// Comes back with the confirmation and shows what the page has shown.
    package let shown: String
    /// The payer's available balance on the account that pays.
    package let available: PageAmount
    /// What is left of it after the payment.
    package let remaining: PageAmount
    package let now: Timestamp
    package let problem: Problem?

    /// Why the payer sees this page again. No money has moved.
    package enum Problem: Hashable, Sendable {
        /// `triesLeft` is at least 1; with none left the ending is ``PageEnding/tradePasswordLocked(_:until:)``.
        case wrongTradePassword(triesLeft: Int)
        case tradePasswordMissing
        /// What the payer confirmed is not what the payment is now, such as after a change of the fee.
        case paymentChanged
        /// A confirmation failed on the way, and no payment has come of it so far.
        case nothingPaidYet
    }

    package init(
        open: OpenPayment, shown: String, available: PageAmount, remaining: PageAmount, now: Timestamp, problem: Problem? = nil
    ) {
        self.open = open
        self.shown = shown
        self.available = available
        self.remaining = remaining
        self.now = now
        self.problem = problem
    }
}
