import PayCore

extension Ledger {
    /// Pays a user out of the app's account, within one book (protocol, 5.4 and section 7). Above the app's review limit the money is frozen there instead, and the
    /// order waits.
    ///
    /// - Throws: `paymentExists` before anything else, so that whoever lost an answer learns what happened whatever has changed since;
    ///   then `appDisabled`, `coinNotAllowed`, `userUnknown`, `payerIsPayee`, `paymentsFrozen`, `dailyLimit`, `balanceTooSmall`,
    ///   `amountTooLarge`.
    mutating func payUser(_ pay: LedgerCommand.PayUser) throws(LedgerRefusal) -> LedgerOutcome {
        if let earlier = state.orders[pay.key] { throw .paymentExists(repeated: pay.isRepeated(by: earlier) ? earlier : nil) }
        guard state.applications[pay.key] == nil else { throw .paymentExists(repeated: nil) }
        let standing = try standing(of: pay.key.app)
        guard let terms = standing.coins[pay.coin] else { throw .coinNotAllowed }
        guard let user = state.users[pay.user] else { throw .userUnknown }
        guard pay.user != standing.manager else { throw .payerIsPayee }
        guard !user.paymentsFrozen else { throw .paymentsFrozen }
        let paidToday = try paidToday(adding: pay, limit: terms.dailyLimit)

        let waits = terms.reviewAbove.map { pay.volume > $0 } ?? false
        let manager = AccountKey.user(standing.manager, pay.book, pay.coin)
        let postings =
            waits
            ? [Posting(account: manager, delta: .zero, frozenDelta: pay.volume)]
            : [Posting(account: manager, delta: -pay.volume), Posting(account: .user(pay.user, pay.book, pay.coin), delta: pay.volume)]
        let balances = try self.balances(after: postings)

        let now = tick()
        let order = Order(
            id: nextOrderID(), key: pay.key, user: pay.user, coin: pay.coin, volume: pay.volume, cut: .zero, direction: .appToUser,
            type: OrderType(within: pay.book), texts: pay.texts, createTime: now, status: waits ? .transferring : .succeeded,
            arriveTime: waits ? nil : now
        )
        let counter = DailyPayOutKey(app: pay.key.app, coin: pay.coin)
        state.dailyPayOuts[counter] = paidToday
        changes.dailyPayOuts[counter] = paidToday
        if waits {
            let hold = LedgerCommand.Hold(account: manager, volume: pay.volume, reference: LedgerReference(holdOf: order.id))
            changes.holds[hold.reference] = LedgerChanges.HoldChange(hold: hold, isOpen: true, isNew: true)
        }
        enter(waits ? .payOutHeld : .payOut, at: now, order: order, reference: nil, postings: postings, leaving: balances)
        put(order, isNew: true)
        return .order(order)
    }

    /// Ends the wait of an order: approved, the frozen money arrives; rejected, it is free again and the order has failed.
    ///
    /// - Throws: `orderUnknown`; `notWaitingForReview`; `userUnknown` and `paymentsFrozen` if the payee may no longer be paid;
    ///   `amountTooLarge`.
    mutating func endReview(_ review: LedgerCommand.EndReview) throws(LedgerRefusal) -> LedgerOutcome {
        guard let order = state.orders[review.key] else { throw .orderUnknown }
        guard order.status == .transferring else { throw .notWaitingForReview }
        guard let standing = state.apps[review.key.app] else { throw .appDisabled }
        let manager = AccountKey.user(standing.manager, order.type.payerBook, order.coin)
        let postings: [Posting]
        if review.approve {
            guard let user = state.users[order.user] else { throw .userUnknown }
            guard !user.paymentsFrozen else { throw .paymentsFrozen }
            postings = [
                Posting(account: manager, delta: -order.volume, frozenDelta: -order.volume),
                Posting(account: .user(order.user, order.type.payeeBook, order.coin), delta: order.volume),
            ]
        } else {
            postings = [Posting(account: manager, delta: .zero, frozenDelta: -order.volume)]
        }
        let balances = try self.balances(after: postings)

        let now = tick()
        let hold = LedgerCommand.Hold(account: manager, volume: order.volume, reference: LedgerReference(holdOf: order.id))
        let isNew = changes.holds[hold.reference]?.isNew ?? false
        changes.holds[hold.reference] = LedgerChanges.HoldChange(hold: hold, isOpen: false, isNew: isNew)
        let ended = order.ended(review.approve ? .succeeded : .failed, at: now)
        enter(
            review.approve ? .payOutApproved : .payOutRejected, at: now, order: ended, reference: nil, postings: postings,
            leaving: balances
        )
        put(ended, isNew: false)
        return .order(ended)
    }

    private func paidToday(adding pay: LedgerCommand.PayUser, limit: Amount?) throws(LedgerRefusal) -> Amount {
        let counter = DailyPayOutKey(app: pay.key.app, coin: pay.coin)
        guard let sum = (state.dailyPayOuts[counter] ?? .zero).adding(pay.volume) else { throw .amountTooLarge }
        if let limit, sum > limit { throw .dailyLimit }
        return sum
    }
}

extension LedgerCommand.PayUser {
    /// Whether every field is the same as in the order that this `trade_no` made.
    fileprivate func isRepeated(by order: Order) -> Bool {
        order.direction == .appToUser && order.original == nil && order.type == OrderType(within: book) && order.user == user
            && order.coin == coin && order.volume == volume && order.texts.isSame(as: texts)
    }
}
