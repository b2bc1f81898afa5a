import PayCore

extension Ledger {
    /// Applies for a payment, or once more for the same one: then the new code replaces the old.
    ///
    /// - Throws: `paymentExists` if the `trade_no` has become an order, or was applied for with other fields; `coinNotAllowed`;
    ///   `userUnknown` if the only user who may pay does not exist; `appDisabled`.
    mutating func applyForPayment(_ apply: LedgerCommand.ApplyForPayment) throws(LedgerRefusal) -> LedgerOutcome {
        let standing = try standing(of: apply.key.app)
        guard state.orders[apply.key] == nil else { throw .paymentExists(repeated: nil) }
        let earlier = state.applications[apply.key]
        if let earlier, !earlier.terms.isSame(as: apply.terms) { throw .paymentExists(repeated: nil) }
        guard standing.coins[apply.terms.coin] != nil else { throw .coinNotAllowed }
        if let only = apply.terms.onlyUser, state.users[only] == nil { throw .userUnknown }

        let now = tick()
        let application = PaymentApplication(
            key: apply.key,
            terms: apply.terms,
            cut: standing.cutRate.cut(of: apply.terms.volume),
            codeHash: apply.codeHash,
            // Whole seconds, since the protocol tells the app whole seconds.
            expireTime: Timestamp(seconds: now.seconds + apply.lifetimeSeconds),
            createTime: now,
            isCancelled: false
        )
        put(application)
        return .application(application)
    }

    /// Makes the payment that a code opened, at the cut that the app has now. If the balance no longer covers it, the order is made as
    /// failed, which is final.
    ///
    /// - Throws: what ``answerable(_:_:by:)`` throws; `appDisabled`, `userUnknown`, `paymentsFrozen`, `tradePasswordChanged`,
    ///   `payerChanged`, `payerIsPayee`, `coinNotAllowed`, `cutChanged`, `amountTooLarge`.
    mutating func confirmPayment(_ answer: LedgerCommand.AnswerPayment) throws(LedgerRefusal) -> LedgerOutcome {
        let application = try answerable(answer.key, answer.codeHash, by: answer.user)
        let terms = application.terms
        let standing = try standing(of: answer.key.app)
        guard let user = state.users[answer.user] else { throw .userUnknown }
        try checkPayer(user)
        guard answer.payerVersion == user.version else { throw .payerChanged }
        guard answer.user != standing.manager else { throw .payerIsPayee }
        guard standing.coins[terms.coin] != nil, terms.coin == answer.coin else { throw .coinNotAllowed }
        let cut = standing.cutRate.cut(of: terms.volume)
        guard answer.cut == nil || answer.cut == cut else { throw .cutChanged }

        let postings = paymentPostings(
            from: .user(answer.user, .spot, terms.coin), to: .user(standing.manager, .spot, terms.coin), volume: terms.volume,
            cut: cut
        )
        let balances: [AccountKey: Balance]
        do {
            balances = try self.balances(after: postings)
        } catch .balanceTooSmall {
            let order = newOrder(of: application, cut: cut, by: answer.user, status: .failed, at: tick())
            put(order, isNew: true)
            return .order(order)
        }
        let now = tick()
        let order = newOrder(of: application, cut: cut, by: answer.user, status: .succeeded, at: now)
        enter(.payment, at: now, order: order, reference: nil, postings: postings, leaving: balances)
        put(order, isNew: true)
        return .order(order)
    }

    /// Cancels what a code opened. Cancelling twice is the same as once.
    ///
    /// - Throws: what ``answerable(_:_:by:)`` throws, except for a payment that is cancelled already.
    mutating func cancelPayment(_ cancel: LedgerCommand.CancelPayment) throws(LedgerRefusal) -> LedgerOutcome {
        if let application = state.applications[cancel.key], application.isCancelled, application.codeHash == cancel.codeHash {
            return .cancelled(application)
        }
        let application = try answerable(cancel.key, cancel.codeHash, by: cancel.user)
        let cancelled = PaymentApplication(
            key: application.key, terms: application.terms, cut: application.cut, codeHash: application.codeHash,
            expireTime: application.expireTime, createTime: application.createTime, isCancelled: true
        )
        put(cancelled)
        return .cancelled(cancelled)
    }

    /// The application that the code opens, if this user may still answer it.
    ///
    /// - Throws: `codeUnknown`, `alreadyAnswered`, `answeredByAnother`, `cancelled`, `namedForAnother`, `codeExpired`, in this order.
    private func answerable(
        _ key: OrderKey, _ codeHash: [UInt8], by user: UserID?
    ) throws(LedgerRefusal) -> PaymentApplication {
        guard let application = state.applications[key], application.codeHash == codeHash else { throw .codeUnknown }
        if let order = state.orders[key] {
            guard order.user == user else { throw .answeredByAnother }
            throw .alreadyAnswered(order)
        }
        guard !application.isCancelled else { throw .cancelled }
        if let only = application.terms.onlyUser, only != user { throw .namedForAnother }
        guard max(clock, state.lastTime) < application.expireTime else { throw .codeExpired }
        return application
    }

    private mutating func newOrder(
        of application: PaymentApplication, cut: Amount, by user: UserID, status: OrderStatus, at time: Timestamp
    ) -> Order {
        Order(
            id: nextOrderID(), key: application.key, user: user, coin: application.terms.coin, volume: application.terms.volume,
            cut: cut, direction: .userToApp, type: .spotToSpot, texts: application.terms.texts, createTime: time,
            status: status, arriveTime: status == .succeeded ? time : nil
        )
    }

    private mutating func put(_ application: PaymentApplication) {
        state.applications[application.key] = application
        changes.applications[application.key] = application
    }
}
