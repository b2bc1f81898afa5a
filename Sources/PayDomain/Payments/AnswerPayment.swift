import PayCore
import PayLedger

/// How a payment ended for the user who answered it: what the browser tells the app.
package struct PaymentResult: Sendable {
    package let application: PaymentApplication
    package let coin: Coin
    package let user: UserID
    /// The order, or `nil` if the user cancelled.
    package let order: Order?

    package init(application: PaymentApplication, coin: Coin, user: UserID, order: Order?) {
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

    /// - Returns: the result; its order may have failed for good, because the balance went away.
    /// - Throws: ``PaymentObstacle``.
    package func run(code: PaymentCode, app: String?, as user: UserID, tradePassword: String) async throws -> PaymentResult {
        // One at a time for each user of this node: of two clicks the second finds the payment made and needs no password. Nothing rests on
        // it but that, since the ledger makes each payment once, and the store counts the tries of trade passwords.
        try await oneAtATime(user) {
            for _ in 0..<Self.maximumChecks {
                do {
                    return try await confirm(code: code, app: app, as: user, tradePassword: tradePassword)
                } catch LedgerRefusal.payerChanged {
                    continue
                }
            }
            throw PaymentObstacle.busy
        }
    }

    /// - Throws: ``PaymentObstacle``; `LedgerRefusal.payerChanged` if the user was changed since this began.
    private func confirm(code: PaymentCode, app: String?, as user: UserID, tradePassword: String) async throws -> PaymentResult {
        guard let payer = try await platform.store.user(user) else { throw PaymentObstacle.codeUnknown }
        let view = try await ViewPayment(platform).run(code: code, app: app, as: payer)
        if let order = view.order { return PaymentResult(application: view.application, coin: view.coin, user: user, order: order) }
        // Whether the balance suffices is for the ledger to say: it records a payment that fails for it.
        if let obstacle = view.obstacle, !obstacle.isBalance { throw obstacle }
        try await VerifyTradePassword(platform).run(tradePassword, of: payer)
        return try await platform.answer(
            view, code: code, user: user, checkedAgainst: payer.version, with: LedgerCommand.confirmPayment
        )
    }

    private func oneAtATime(_ user: UserID, _ body: @Sendable () async throws -> PaymentResult) async throws -> PaymentResult {
        do {
            return try await platform.payerGate.run(user, waitingAtMost: Self.maximumWaiting, body)
        } catch is KeyedGateFull {
            throw PaymentObstacle.busy
        }
    }
}

/// A user cancels the payment that a code opened. The app may apply for it again.
package struct CancelPayment: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Returns: the result, or that of the order if this user has paid already.
    /// - Throws: ``PaymentObstacle``.
    package func run(code: PaymentCode, app: String?, as user: UserID) async throws -> PaymentResult {
        guard let payer = try await platform.store.user(user) else { throw PaymentObstacle.codeUnknown }
        let view = try await ViewPayment(platform).run(code: code, app: app, as: payer)
        return try await platform.answer(view, code: code, user: user, checkedAgainst: nil, with: LedgerCommand.cancelPayment)
    }
}

extension PaymentObstacle {
    fileprivate var isBalance: Bool { if case .balanceTooSmall = self { true } else { false } }
}

extension Platform {
    fileprivate func answer(
        _ view: PaymentView, code: PaymentCode, user: UserID, checkedAgainst version: Int64?,
        with command: (LedgerCommand.AnswerPayment) -> LedgerCommand
    ) async throws -> PaymentResult {
        let answer = LedgerCommand.AnswerPayment(
            key: view.application.key, codeHash: code.hash, user: user, coin: view.application.terms.coin, payerVersion: version
        )
        var order: Order?
        do {
            if case .order(let made) = try await committer.submit(command(answer), admission: { _ in nil }) { order = made }
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
