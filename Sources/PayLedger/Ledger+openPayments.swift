import PayCore

extension Ledger {
    /// Takes a payment out of a user's open account onto the app's (protocol, section 7). The user does not confirm it: the `pay_token` of
    /// a sign-in that is alive when this is decided stands for the user's will, within the cap that the user may have set on the app.
    ///
    /// - Throws: `paymentExists` before anything else, so that whoever lost an answer learns what happened whatever has changed since;
    ///   then `appDisabled`, `coinNotAllowed`, `userUnknown`, `payTokenUnknown`, `payerIsPayee`, `paymentsFrozen`,
    ///   `tradePasswordChanged`, `spendingCap`, `balanceTooSmall`, `amountTooLarge`.
    mutating func payApp(_ pay: LedgerCommand.PayApp) throws(LedgerRefusal) -> LedgerOutcome {
        if let earlier = state.orders[pay.key] { throw .paymentExists(repeated: pay.isRepeated(by: earlier) ? earlier : nil) }
        guard state.applications[pay.key] == nil else { throw .paymentExists(repeated: nil) }
        let standing = try standing(of: pay.key.app)
        guard standing.coins[pay.coin] != nil else { throw .coinNotAllowed }
        guard let user = state.users[pay.user] else { throw .userUnknown }
        guard let token = state.payTokens[pay.payToken], token.app == pay.key.app, token.user == pay.user,
            max(clock, state.lastTime) < token.expireTime
        else { throw .payTokenUnknown }
        guard pay.user != standing.manager else { throw .payerIsPayee }
        try checkPayer(user)
        let spending = try spending(with: pay)

        let cut = standing.cutRate.cut(of: pay.volume)
        let postings = paymentPostings(
            from: .user(pay.user, .open, pay.coin), to: .user(standing.manager, .open, pay.coin), volume: pay.volume, cut: cut
        )
        let balances = try self.balances(after: postings)
        // The clocks of nodes differ: around midnight another one may have paid on the next day already.
        let now = spending.map { tick(notBefore: Timestamp(startOfDay: $0.day)) } ?? tick()
        let order = Order(
            id: nextOrderID(), key: pay.key, user: pay.user, coin: pay.coin, volume: pay.volume, cut: cut, direction: .userToApp,
            type: .openToOpen, texts: pay.texts, createTime: now, status: .succeeded, arriveTime: now
        )
        state.spending[pay.spendingKey] = spending
        changes.spending[pay.spendingKey] = spending
        enter(.payment, at: now, order: order, reference: nil, postings: postings, leaving: balances)
        put(order, isNew: true)
        return .order(order)
    }

    /// What a payment of a user moves: the whole volume from the payer, less the cut to the payee, the cut to the platform.
    func paymentPostings(from payer: AccountKey, to payee: AccountKey, volume: Amount, cut: Amount) -> [Posting] {
        guard let arriving = volume.subtracting(cut) else { preconditionFailure("a cut is smaller than its volume") }
        var postings = [Posting(account: payer, delta: -volume), Posting(account: payee, delta: arriving)]
        if cut.isPositive { postings.append(Posting(account: .commission(payer.coin), delta: cut)) }
        return postings
    }
}

extension LedgerCommand.PayApp {
    /// Whether every field is the same as in the order that this `trade_no` made. The token is none of them: it may have been renewed.
    fileprivate func isRepeated(by order: Order) -> Bool {
        order.direction == .userToApp && order.type == .openToOpen && order.user == user && order.coin == coin && order.volume == volume
            && order.texts.isSame(as: texts)
    }
}
