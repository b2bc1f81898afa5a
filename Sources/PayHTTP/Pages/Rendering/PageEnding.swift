import PayCore

/// Every way in which a page ends without a payment form. Each has its own words: what happened, whether money moved, what to do next.
package enum PageEnding: Hashable, Sendable {
    // The payment still waits; the payer may cancel it or sign in as somebody else.

    /// Too many wrong trade passwords.
    case tradePasswordLocked(OpenPayment, until: Timestamp)
    case balanceTooSmall(OpenPayment, available: PageAmount)
    /// The operator froze the user's payments (code 1121).
    case paymentsFrozen(OpenPayment)
    /// The trade password was changed not long ago (code 1266).
    case tradePasswordChanged(OpenPayment, until: Timestamp)
    /// The payer cannot confirm anything before a trade password is set.
    case tradePasswordNotSet(OpenPayment)
    /// The payer is the account that the app's money lands on (code 11030).
    case payerIsPayee(OpenPayment)

    // The payment is another's.

    /// `specify_dragonex_uid` names another user.
    case belongsToAnother(app: String, payer: String, csrf: String)
    case paidByAnother(app: String, payer: String, csrf: String)

    // The payment is over.

    /// This user paid already: the same result again.
    case alreadyPaid(PaidPayment)
    case cancelled(app: String, back: ReturnLink?)
    /// The confirmation failed for good (`status` 2).
    case failed(app: String, back: ReturnLink?)
    case expired(app: String, at: Timestamp, back: ReturnLink?)

    // The request led nowhere.

    /// The code is unknown, was replaced, or the link is malformed.
    case linkUnknown
    case appDisabled(app: String)
    /// The app may no longer take this coin (code 11031).
    case coinNotAllowed(app: String, coin: String)
    /// The payee's balance would have more digits than there can be.
    case payeeCannotReceive(app: String)
    /// Too many payments are being confirmed at once (code 12). Nothing happened.
    case tooBusy
    /// An app asks for a sign-in in a way that cannot be answered, or wants the browser back where it must not go.
    case loginLinkBroken
    /// Too many tries to sign in; `until` if it is known when it works again.
    case tooManySignIns(until: Timestamp?)
    /// The form's session or token is gone. Nothing happened.
    case formExpired
    /// The request could not be read. Nothing happened.
    case badRequest
    /// The form is longer than any of ours. Nothing happened.
    case formTooLarge
    /// The platform is too busy or being maintained. Nothing happened.
    case unavailable
    /// A fault of the platform. `moneyMayHaveMoved` when it came while a payment was being confirmed; `reference` is the request's id,
    /// for the operator's logs.
    case internalError(reference: String?, moneyMayHaveMoved: Bool)
    case notFound
    case methodNotAllowed
}

/// A payment that was made.
package struct PaidPayment: Hashable, Sendable {
    package let payment: PaymentSummary
    /// The order's number on the platform.
    package let order: OrderID
    /// The app's number for it.
    package let tradeNo: TradeNo
    package let paidAt: Timestamp
    package let back: ReturnLink?

    package init(payment: PaymentSummary, order: OrderID, tradeNo: TradeNo, paidAt: Timestamp, back: ReturnLink?) {
        self.payment = payment
        self.order = order
        self.tradeNo = tradeNo
        self.paidAt = paidAt
        self.back = back
    }
}
