import PayCore

/// Why the ledger refused a command. Nothing has changed.
package enum LedgerRefusal: Error, Sendable {
    /// `trade_no` was used. `repeated` holds the stored order if every field is the same as the first time.
    case paymentExists(repeated: Order?)
    case balanceTooSmall
    case payerIsPayee
    case userUnknown
    case paymentsFrozen
    /// The user's trade password was changed, so that nothing is paid out of the user's accounts before `until`.
    case tradePasswordChanged(until: Timestamp)
    case coinNotAllowed
    case dailyLimit
    /// The payment would go beyond what the user lets this app take in a day.
    case spendingCap
    case appDisabled
    /// The result would have more than 38 digits.
    case amountTooLarge

    /// The code was replaced by a newer one, or never was.
    case codeUnknown
    case codeExpired
    case cancelled
    /// Only the user whom the app named may answer this payment.
    case namedForAnother
    /// Another user has answered this payment.
    case answeredByAnother
    /// This user has answered it already: the result is this order's.
    case alreadyAnswered(Order)
    /// The user's passwords or standing were changed since the confirmation was checked; it must be checked anew.
    case payerChanged
    /// The app's cut is no longer the one that the user was shown.
    case cutChanged

    /// The `pay_token` is none, belongs to another app or user, has expired, or its sign-in was ended.
    case payTokenUnknown
    /// There is no order to give back.
    case originalUnknown
    /// The order to give back has not succeeded.
    case originalDidNotSucceed
    /// The order to give back was no payment of a user.
    case originalIsNoPayment
    /// The returns of the order would be more than its volume together.
    case returnsExceedVolume
    /// The share of the order's volume is less than the coin's smallest unit.
    case returnTooSmall

    case orderUnknown
    case notWaitingForReview
    /// The reference was used for something else.
    case referenceUsed
    case holdUnknown

    /// The refusal in the protocol's words.
    package var platformError: PlatformError {
        switch self {
        case .paymentExists(let repeated):
            repeated == nil
                ? PlatformError(.paymentExists, field: "trade_no", "was used before, for a payment with other fields")
                : PlatformError(.paymentExists, field: "trade_no", "was used before; data holds the order as it was made then")
        case .balanceTooSmall: PlatformError(.balanceTooSmall, "The payer's available balance is smaller than the volume.")
        case .payerIsPayee: PlatformError(.payerIsPayee, "Payer and payee are the same account.")
        case .userUnknown: .badParameter("uid", "names no user of this platform")
        case .paymentsFrozen: PlatformError(.paymentsFrozen, "The user's payments are frozen.")
        case .tradePasswordChanged(let until):
            PlatformError(
                .frozenTradePasswordChanged,
                "The user's trade password was changed, so the user's payments are frozen until \(until.seconds) (Unix seconds)."
            )
        case .coinNotAllowed: PlatformError(.coinNotAllowed, field: "coin_code", "is not a coin that this app may use")
        case .dailyLimit: PlatformError(.dailyLimit, "The app's limit of pay-outs in this coin for today (UTC) would be exceeded.")
        case .spendingCap:
            PlatformError(.dailyLimit, "The user's own cap on what this app may take in this coin on one day (UTC) would be exceeded.")
        case .appDisabled: PlatformError(.appDisabled, "The app is disabled.")
        case .amountTooLarge: .badParameter("volume", "is too large: the balance would have more than 38 digits")
        case .codeUnknown: PlatformError(.codeUnknown, field: "code", "is unknown, or was replaced by a newer one")
        case .codeExpired: PlatformError(.codeUnknown, field: "code", "has expired; the app must apply for the payment again")
        case .cancelled: PlatformError(.codeUnknown, field: "code", "was cancelled; the app must apply for the payment again")
        case .namedForAnother: PlatformError(.noPermission, "The app has named another user as the only one who may pay this.")
        case .answeredByAnother: PlatformError(.paymentExists, "Another user has paid this already.")
        case .alreadyAnswered: PlatformError(.paymentExists, "This payment has been made already.")
        case .payerChanged: PlatformError(.tooFrequent, "The user is being changed; try again in a moment.")
        case .cutChanged: PlatformError(.tooFrequent, "The app's cut is being changed; try again in a moment.")
        case .payTokenUnknown:
            PlatformError(.payTokenUnknown, field: "pay_token", "is not that of a live sign-in of this user at this app")
        case .originalUnknown: PlatformError(.paymentUnknown, field: "ori_trade_no", "names no payment of this app")
        case .originalDidNotSucceed: PlatformError(.orderDidNotSucceed, field: "ori_trade_no", "names a payment that did not succeed")
        case .originalIsNoPayment: .badParameter("ori_trade_no", "names an order from app to user, of which nothing can be given back")
        case .returnsExceedVolume: PlatformError(.badParameter, "The returns of this payment together would be more than its volume.")
        case .returnTooSmall: .badParameter("return_rate", "is too small: it makes less than the coin's smallest unit")
        case .orderUnknown: PlatformError(.paymentUnknown, field: "trade_no", "names no payment of this app")
        case .notWaitingForReview: PlatformError(.badParameter, field: "trade_no", "names an order that does not wait for review")
        case .referenceUsed: .badParameter("reference", "was used before, with other values")
        case .holdUnknown: .badParameter("reference", "names no hold that is open on this account")
        }
    }
}
