import PayCore

extension Ledger {
    /// What the postings would leave on each account that they touch. Notes in the changes of which account a part was not enough: only
    /// adding to it, and taking what is available of it, can be done to a part.
    ///
    /// - Throws: `balanceTooSmall` if a user's available balance would fall below zero, `amountTooLarge` past 38 digits.
    mutating func balances(after postings: [Posting]) throws(LedgerRefusal) -> [AccountKey: Balance] {
        var result: [AccountKey: Balance] = [:]
        result.reserveCapacity(postings.count)
        for posting in postings {
            let before = result[posting.account] ?? state.balances[posting.account] ?? .zero
            guard let total = before.total.adding(posting.delta), let frozen = before.frozen.adding(posting.frozenDelta) else {
                throw .amountTooLarge
            }
            if state.partial.contains(posting.account), total < frozen || posting.frozenDelta != .zero {
                changes.mustBeWhole.insert(posting.account)
                throw .balanceTooSmall
            }
            if case .user = posting.account.owner {
                guard total >= frozen else { throw .balanceTooSmall }
                precondition(!frozen.isNegative, "more was released than was frozen")
            }
            result[posting.account] = Balance(total: total, frozen: frozen)
        }
        return result
    }

    /// Enters a transaction whose postings ``balances(after:)`` has accepted. The only place where balances change.
    mutating func enter(
        _ kind: LedgerTransaction.Kind, at time: Timestamp, order: Order?, reference: LedgerReference?, postings: [Posting],
        leaving balances: [AccountKey: Balance]
    ) {
        precondition(Self.sumIsZero(postings), "the postings of a transaction sum to zero in each coin")
        state.lastSequence += 1
        for (account, balance) in balances {
            state.balances[account] = balance
            changes.balances[account] = balance
        }
        changes.transactions.append(
            LedgerTransaction(
                sequence: state.lastSequence, kind: kind, time: time, order: order, reference: reference, postings: postings
            )
        )
    }

    private static func sumIsZero(_ postings: [Posting]) -> Bool {
        // Every transaction of today moves one coin; a sum per coin would cost a dictionary for nothing.
        guard let coin = postings.first?.account.coin else { return true }
        var sum: Int128 = 0
        for posting in postings {
            guard posting.account.coin == coin else { return false }
            sum += posting.delta.units
        }
        return sum == 0
    }

    /// Records an order that did not exist before, or the end of one that waited.
    mutating func put(_ order: Order, isNew: Bool) {
        state.orders[order.key] = order
        if isNew || changes.newOrders[order.key] != nil {
            changes.newOrders[order.key] = order
        } else {
            changes.endedOrders[order.key] = order
        }
        if order.status == .succeeded { changes.callbacksDue.append(order) }
    }
}
