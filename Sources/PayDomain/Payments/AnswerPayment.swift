import PayCore
import PayLedger

/// How a payment ended for the user who answered it: what the browser tells the app.
package struct PaymentResult: Sendable {
    package let application: PaymentApplication
    package let coin: Coin
    /// `nil` if nobody has answered it, nor can any more.
    package let user: UserID?
    /// The order, or `nil` if nothing was paid.
    package let order: Order?

    package init(application: PaymentApplication, coin: Coin, user: UserID?, order: Order?) {
        self.application = application
        self.coin = coin
        self.user = user
        self.order = order
    }
}

/// A user confirms, with the trade password, the payment that a code opened (protocol, 5.2). Confirming again, from another tab or by a
/// second click, pays once and gives the same result.
///
/// The payment is made only if the user is, when it commits, as the confirmation was checked: if an operator has changed a password or
/// disabled the user meanwhile, on whichever node, everything is checked anew.
package struct ConfirmPayment: Sendable {
    private let platform: Platform

    /// Confirmations of one user that may wait for one another; more are refused, so that a flood of them keeps nothing waiting for long.
    private static let maximumWaiting = 64
    /// How often a confirmation is checked. An operator changes a user once, and not again and again.
    private static let maximumChecks = 3

    package init(_ platform: Platform) { self.platform = platform }

    /// - Parameter cut: the one that the user was shown: if it has changed nothing is paid. `nil` pays at whatever the cut is.
    /// - Returns: the result; its order may have failed for good, because the balance went away.
    /// - Throws: ``PaymentObstacle``.
    package func run(
        code: PaymentCode, app: String?, as user: UserID, tradePassword: String, shown cut: Amount? = nil
    ) async throws -> PaymentResult {
        // One at a time for each user of this node: of two clicks the second finds the payment made and needs no password. Nothing rests on
        // it but that, since the ledger makes each payment once, and the store counts the tries of trade passwords.
        try await oneAtATime(user) {
            for _ in 0..<Self.maximumChecks {
                do {
                    return try await confirm(code: code, app: app, as: user, tradePassword: tradePassword, shown: cut)
                } catch LedgerRefusal.payerChanged {
                    continue
                }
            }
            throw PaymentObstacle.busy
        }
    }

    /// - Throws: ``PaymentObstacle``; `LedgerRefusal.payerChanged` if the user was changed since this began.
    private func confirm(
        code: PaymentCode, app: String?, as user: UserID, tradePassword: String, shown cut: Amount?
    ) async throws -> PaymentResult {
        guard let payer = try await platform.store.user(user) else { throw PaymentObstacle.codeUnknown }
        let view = try await ViewPayment(platform).run(code: code, app: app, as: payer)
        if let order = view.order { return PaymentResult(application: view.application, coin: view.coin, user: user, order: order) }
        // Whether the balance suffices is for the ledger to say: it records a payment that fails for it.
        if let obstacle = view.obstacle, !obstacle.isBalance { throw obstacle }
        guard cut == nil || cut == view.cut else { throw PaymentObstacle.paymentChanged }
        try await VerifyTradePassword(platform).run(tradePassword, of: payer)
        let answer = LedgerCommand.AnswerPayment(
            key: view.application.key, codeHash: code.hash, user: user, coin: view.application.terms.coin, payerVersion: payer.version,
            cut: cut
        )
        return try await platform.answer(view, as: user, with: .confirmPayment(answer))
    }

    private func oneAtATime(_ user: UserID, _ body: @Sendable () async throws -> PaymentResult) async throws -> PaymentResult {
        do {
            return try await platform.payerGate.run(user, waitingAtMost: Self.maximumWaiting, body)
        } catch is KeyedGateFull {
            throw PaymentObstacle.busy
        }
    }
}

/// Whoever has a payment's code cancels it. The app may apply for it again.
package struct CancelPayment: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Parameter user: who is signed in; `nil` for nobody, who cannot cancel what is for one user alone.
    /// - Returns: the result, or that of the order if this user has paid already.
    /// - Throws: ``PaymentObstacle``.
    package func run(code: PaymentCode, app: String?, as user: UserID?) async throws -> PaymentResult {
        let view = try await ViewPayment(platform).run(code: code, app: app, as: nil)
        let cancel = LedgerCommand.CancelPayment(key: view.application.key, codeHash: code.hash, user: user)
        return try await platform.answer(view, as: user, with: .cancelPayment(cancel))
    }
}

extension PaymentObstacle {
    fileprivate var isBalance: Bool { if case .balanceTooSmall = self { true } else { false } }
}

extension Platform {
    /// Has the ledger answer a payment, or finds out how it was answered before.
    ///
    /// - Throws: ``PaymentObstacle``; `LedgerRefusal.payerChanged`.
    fileprivate func answer(_ view: PaymentView, as user: UserID?, with command: LedgerCommand) async throws -> PaymentResult {
        var order: Order?
        do {
            if case .order(let made) = try await committer.submit(command, admission: { _ in nil }) { order = made }
        } catch LedgerRefusal.payerChanged {
            throw LedgerRefusal.payerChanged
        } catch let refusal as LedgerRefusal {
            guard case .alreadyAnswered(let made) = refusal else {
                guard let obstacle = PaymentObstacle(refusal) else { throw refusal.platformError }
                throw obstacle
            }
            order = made
        }
        return PaymentResult(application: view.application, coin: view.coin, user: user, order: order)
    }
}
