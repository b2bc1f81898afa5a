import PayCore

extension Ledger {
    /// Gives a paid order back to its user, or part of it, on the accounts that it was paid on (protocol, section 7). There may be many
    /// returns of an order; together they never exceed its volume. The platform keeps its cut.
    ///
    /// - Throws: `paymentExists` before anything else; `appDisabled`; `originalUnknown`, `originalIsNoPayment`, `originalDidNotSucceed`;
    ///   `returnTooSmall`, `returnsExceedVolume`; `userUnknown`, `paymentsFrozen`, `balanceTooSmall`, `amountTooLarge`.
    mutating func returnPayment(_ payment: LedgerCommand.ReturnPayment) throws(LedgerRefusal) -> LedgerOutcome {
        let original = state.orders[payment.original]
        if let earlier = state.orders[payment.key] {
            throw .paymentExists(repeated: payment.isRepeated(by: earlier, of: original) ? earlier : nil)
        }
        guard state.applications[payment.key] == nil else { throw .paymentExists(repeated: nil) }
        let standing = try standing(of: payment.key.app)
        guard let original else { throw .originalUnknown }
        guard original.direction == .userToApp else { throw .originalIsNoPayment }
        guard original.status == .succeeded else { throw .originalDidNotSucceed }
        let volume = payment.share.volume(of: original)
        guard volume.isPositive else { throw .returnTooSmall }
        guard let returned = (state.returned[payment.original] ?? .zero).adding(volume), returned <= original.volume else {
            throw .returnsExceedVolume
        }
        guard let user = state.users[original.user] else { throw .userUnknown }
        guard !user.paymentsFrozen else { throw .paymentsFrozen }

        let postings = [
            Posting(account: .user(standing.manager, original.type.payeeBook, original.coin), delta: -volume),
            Posting(account: .user(original.user, original.type.payerBook, original.coin), delta: volume),
        ]
        let balances = try self.balances(after: postings)
        let now = tick()
        let order = Order(
            id: nextOrderID(), key: payment.key, user: original.user, coin: original.coin, volume: volume, cut: .zero,
            direction: .appToUser, type: original.type, texts: payment.texts, createTime: now, status: .succeeded, arriveTime: now,
            original: original.id
        )
        state.returned[payment.original] = returned
        changes.returned[original.id] = returned
        enter(.paymentReturn, at: now, order: order, reference: nil, postings: postings, leaving: balances)
        put(order, isNew: true)
        return .order(order)
    }
}

extension LedgerCommand.ReturnPayment {
    /// Whether every field is the same as in the order that this `return_trade_no` made.
    fileprivate func isRepeated(by order: Order, of original: Order?) -> Bool {
        guard let original, order.original == original.id else { return false }
        return order.volume == share.volume(of: original) && order.texts.isSame(as: texts)
    }
}

extension LedgerCommand.ReturnPayment.Share {
    fileprivate func volume(of order: Order) -> Amount {
        switch self {
        case .rate(let rate): rate.share(of: order.volume)
        case .volume(let volume): volume
        }
    }
}
