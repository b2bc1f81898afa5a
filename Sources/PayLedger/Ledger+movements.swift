import PayCore

extension Ledger {
    /// Takes money onto the platform or off it, against issuance. Entered once per reference.
    ///
    /// - Throws: `referenceUsed` if the reference stands for something else; `userUnknown`; `balanceTooSmall` for a withdrawal;
    ///   `amountTooLarge`.
    mutating func move(_ movement: LedgerCommand.Movement) throws(LedgerRefusal) -> LedgerOutcome {
        if let earlier = state.references[movement.reference] {
            guard earlier == .movement(movement) else { throw .referenceUsed }
            return .entered(isRepeat: true)
        }
        try checkOwner(of: movement.account)
        let delta = movement.kind == .deposit ? movement.volume : -movement.volume
        let postings = [
            Posting(account: movement.account, delta: delta),
            Posting(account: .issuance(movement.account.coin), delta: -delta),
        ]
        let balances = try self.balances(after: postings)
        state.references[movement.reference] = .movement(movement)
        enter(
            movement.kind == .deposit ? .deposit : .withdrawal, at: tick(), order: nil, reference: movement.reference, postings: postings,
            leaving: balances
        )
        return .entered(isRepeat: false)
    }

    /// Moves a user's money between the own accounts. Entered once per reference.
    ///
    /// To the open account counts as a payment after a change of the trade password: apps take money from there without asking for one.
    ///
    /// - Throws: `referenceUsed` if the reference stands for something else; `userUnknown`; `tradePasswordChanged`; `balanceTooSmall`;
    ///   `amountTooLarge`.
    mutating func transfer(_ transfer: LedgerCommand.Transfer) throws(LedgerRefusal) -> LedgerOutcome {
        if let earlier = state.references[transfer.reference] {
            guard earlier == .transfer(transfer) else { throw .referenceUsed }
            return .entered(isRepeat: true)
        }
        guard let user = state.users[transfer.user] else { throw .userUnknown }
        if transfer.to == .open { try checkTradePassword(of: user) }
        let postings = [
            Posting(account: .user(transfer.user, transfer.from, transfer.coin), delta: -transfer.volume),
            Posting(account: .user(transfer.user, transfer.to, transfer.coin), delta: transfer.volume),
        ]
        let balances = try self.balances(after: postings)
        state.references[transfer.reference] = .transfer(transfer)
        enter(.transfer, at: tick(), order: nil, reference: transfer.reference, postings: postings, leaving: balances)
        return .entered(isRepeat: false)
    }

    /// Freezes part of a balance until it is released. Entered once per reference.
    ///
    /// - Throws: `referenceUsed`, also when the hold has been released since; `userUnknown`; `balanceTooSmall`.
    mutating func hold(_ hold: LedgerCommand.Hold) throws(LedgerRefusal) -> LedgerOutcome {
        if let earlier = state.references[hold.reference] {
            guard earlier == .hold(hold, isOpen: true) else { throw .referenceUsed }
            return .entered(isRepeat: true)
        }
        try checkOwner(of: hold.account)
        let postings = [Posting(account: hold.account, delta: .zero, frozenDelta: hold.volume)]
        let balances = try self.balances(after: postings)
        setHold(hold, isOpen: true)
        enter(.hold, at: tick(), order: nil, reference: hold.reference, postings: postings, leaving: balances)
        return .entered(isRepeat: false)
    }

    /// Frees what a hold has frozen. Releasing twice is the same as once.
    ///
    /// - Throws: `holdUnknown` if the reference is no hold on this account.
    mutating func releaseHold(_ reference: LedgerReference, on account: AccountKey) throws(LedgerRefusal) -> LedgerOutcome {
        guard case .hold(let hold, let isOpen) = state.references[reference], hold.account == account else { throw .holdUnknown }
        guard isOpen else { return .entered(isRepeat: true) }
        let postings = [Posting(account: account, delta: .zero, frozenDelta: -hold.volume)]
        let balances = try self.balances(after: postings)
        setHold(hold, isOpen: false)
        enter(.holdReleased, at: tick(), order: nil, reference: reference, postings: postings, leaving: balances)
        return .entered(isRepeat: false)
    }

    private mutating func setHold(_ hold: LedgerCommand.Hold, isOpen: Bool) {
        let isNew = changes.holds[hold.reference]?.isNew ?? isOpen
        state.references[hold.reference] = .hold(hold, isOpen: isOpen)
        changes.holds[hold.reference] = LedgerChanges.HoldChange(hold: hold, isOpen: isOpen, isNew: isNew)
    }

    private func checkOwner(of account: AccountKey) throws(LedgerRefusal) {
        guard case .user(let uid) = account.owner, state.users[uid] != nil else { throw .userUnknown }
    }
}
