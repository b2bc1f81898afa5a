import PayCore
import PayLedger

/// Why a payment cannot be confirmed now. The page has a sentence for each (protocol, 5.2).
package enum PaymentObstacle: Error, Sendable {
    case codeUnknown
    case codeExpired
    case cancelled
    case namedForAnother
    case answeredByAnother
    case paymentsFrozen
    /// The trade password was changed not long ago.
    case tradePasswordChanged(until: Timestamp)
    case payerIsPayee
    case appDisabled
    case coinNotAllowed
    case balanceTooSmall
    case tradePasswordNotSet
    case tradePasswordWrong(triesLeft: Int)
    case tradePasswordLocked(until: Timestamp)
    case amountTooLarge
    /// What the user was shown is not what the payment would be now. Nothing was paid; it is to be shown anew.
    case paymentChanged
    /// Too many passwords wait to be checked.
    case busy

    /// The obstacle in the protocol's words, for programs.
    package var platformError: PlatformError {
        switch self {
        case .codeUnknown: LedgerRefusal.codeUnknown.platformError
        case .codeExpired: LedgerRefusal.codeExpired.platformError
        case .cancelled: LedgerRefusal.cancelled.platformError
        case .namedForAnother: LedgerRefusal.namedForAnother.platformError
        case .answeredByAnother: LedgerRefusal.answeredByAnother.platformError
        case .paymentsFrozen: LedgerRefusal.paymentsFrozen.platformError
        case .tradePasswordChanged(let until): LedgerRefusal.tradePasswordChanged(until: until).platformError
        case .payerIsPayee: LedgerRefusal.payerIsPayee.platformError
        case .appDisabled: LedgerRefusal.appDisabled.platformError
        case .coinNotAllowed: LedgerRefusal.coinNotAllowed.platformError
        case .balanceTooSmall: LedgerRefusal.balanceTooSmall.platformError
        case .amountTooLarge: LedgerRefusal.amountTooLarge.platformError
        case .tradePasswordNotSet: .badParameter("trade_password", "was never set for this user")
        case .tradePasswordWrong(let triesLeft): .badParameter("trade_password", "is wrong; tries left: \(triesLeft)")
        case .tradePasswordLocked(let until):
            PlatformError(
                .paymentsFrozen, field: "trade_password",
                "was wrong too often and is locked until \(until.seconds) (Unix seconds)"
            )
        case .paymentChanged: LedgerRefusal.cutChanged.platformError
        case .busy: PlatformError(.tooFrequent, "Too many passwords are being checked; try again in a moment.")
        }
    }

    /// - Returns: `nil` for `alreadyAnswered`, which is a result, for `payerChanged`, after which all is checked anew, and for refusals that answering a payment cannot meet.
    init?(_ refusal: LedgerRefusal) {
        switch refusal {
        case .codeUnknown: self = .codeUnknown
        case .codeExpired: self = .codeExpired
        case .cancelled: self = .cancelled
        case .namedForAnother: self = .namedForAnother
        case .answeredByAnother: self = .answeredByAnother
        case .paymentsFrozen: self = .paymentsFrozen
        case .tradePasswordChanged(let until): self = .tradePasswordChanged(until: until)
        case .payerIsPayee: self = .payerIsPayee
        case .appDisabled: self = .appDisabled
        case .coinNotAllowed: self = .coinNotAllowed
        case .balanceTooSmall: self = .balanceTooSmall
        case .amountTooLarge: self = .amountTooLarge
        case .cutChanged: self = .paymentChanged
        case .alreadyAnswered, .payerChanged, .userUnknown, .paymentExists, .dailyLimit, .spendingCap, .orderUnknown, .notWaitingForReview,
            .referenceUsed,
            .holdUnknown, .payTokenUnknown, .originalUnknown, .originalDidNotSucceed, .originalIsNoPayment, .returnsExceedVolume,
            .returnTooSmall:
            return nil
        }
    }
}

/// A payment as its page shows it: what was stored, and nothing that the page's address says.
package struct PaymentView: Sendable {
    package let application: PaymentApplication
    package let app: App
    package let companyName: String
    package let coin: Coin
    /// What the platform keeps of the volume: that of the order, or else as it would be if the payment were made now.
    package let cut: Amount
    /// The order, if the payment was answered by the user who looks.
    package let order: Order?
    /// Whether anybody has answered it: then nobody can any more. By whom is told to that user alone.
    package let isAnswered: Bool
    /// Whether somebody who is not signed in may cancel it: it waits, and is not for one user alone.
    package var guestMayCancel: Bool { !isAnswered && !application.isCancelled && application.terms.onlyUser == nil }
    /// What the user who looks may spend; `nil` if nobody is signed in.
    package let available: Amount?
    /// Why it cannot be confirmed now, if so.
    package let obstacle: PaymentObstacle?
}

/// Looks at a payment through its code.
package struct ViewPayment: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Parameters:
    ///   - app: the `app_id` of the page's address, if it has one; it must be the code's.
    ///   - user: who is signed in, if anybody.
    /// - Throws: `PaymentObstacle.codeUnknown` if the code opens nothing.
    package func run(code: PaymentCode, app: String?, as user: User?) async throws -> PaymentView {
        guard let application = try await platform.store.application(codeHash: code.hash),
            app == nil || app == application.key.app.text,
            let owner = platform.directory.current.apps[application.key.app]
        else { throw PaymentObstacle.codeUnknown }
        let order = try await platform.store.order(application.key)
        var available: Amount?
        if let user {
            let balance = try await platform.store.balance(of: .user(user.id, .spot, application.terms.coin)) ?? .zero
            available = balance.available
        }
        return PaymentView(
            application: application,
            app: owner,
            companyName: platform.directory.current.companies[owner.company]?.name ?? owner.company.text,
            coin: platform.directory.current.knownCoin(application.terms.coin),
            cut: order?.cut ?? owner.cutRate.cut(of: application.terms.volume),
            order: order?.user == user?.id ? order : nil,
            isAnswered: order != nil,
            available: available,
            obstacle: obstacle(to: application, of: owner, order: order, user: user, available: available)
        )
    }

    /// The first obstacle, in the order in which the ledger meets them; the trade password, which the ledger does not know, before the
    /// balance, as in ``ConfirmPayment``.
    private func obstacle(
        to application: PaymentApplication, of app: App, order: Order?, user: User?, available: Amount?
    ) -> PaymentObstacle? {
        if let order {
            // Who has answered it is told to nobody who is not signed in.
            guard let user else { return nil }
            return order.user == user.id ? nil : .answeredByAnother
        }
        if application.isCancelled { return .cancelled }
        if let user, let only = application.terms.onlyUser, only != user.id { return .namedForAnother }
        let now = platform.clock.now()
        if now >= application.expireTime { return .codeExpired }
        if !app.isEnabled { return .appDisabled }
        guard let user else { return nil }
        if user.paymentsFrozen || !user.isEnabled { return .paymentsFrozen }
        if let until = user.paymentsFrozenUntil, now < until { return .tradePasswordChanged(until: until) }
        if user.id == app.manager { return .payerIsPayee }
        if app.coins[application.terms.coin] == nil { return .coinNotAllowed }
        if user.tradePasswordHash == nil { return .tradePasswordNotSet }
        if let end = user.tradePasswordLockEnd, now < end { return .tradePasswordLocked(until: end) }
        if let available, available < application.terms.volume { return .balanceTooSmall }
        return nil
    }
}
