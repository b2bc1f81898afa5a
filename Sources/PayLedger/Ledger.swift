import PayCore

/// What a command that was not refused has done.
package enum LedgerOutcome: Sendable {
    case application(PaymentApplication)
    case order(Order)
    /// A movement or hold was entered, or had been entered before by the same command.
    case entered(isRepeat: Bool)
    case cancelled(PaymentApplication)
}

/// The double-entry ledger as a pure function over a batch: commands go in one after the other, each succeeds or is refused on its own,
/// and what they change adds up in ``changes``. It reads no clock, no storage and no randomness, so the same inputs always do the same.
package struct Ledger: Sendable {
    package internal(set) var state: LedgerState
    package internal(set) var changes = LedgerChanges()
    let clock: Timestamp

    /// - Parameters:
    ///   - state: everything that ``LedgerNeeds`` of the batch's commands named, as stored.
    ///   - now: the platform's time. If the stored time is later, the ledger goes on from there.
    package init(state: LedgerState, now: Timestamp) {
        self.state = state
        clock = now
    }

    /// Decides one command.
    ///
    /// - Throws: ``LedgerRefusal``; then neither the state nor the changes have moved.
    package mutating func apply(_ command: LedgerCommand) throws(LedgerRefusal) -> LedgerOutcome {
        switch command {
        case .applyForPayment(let apply): try applyForPayment(apply)
        case .confirmPayment(let answer): try confirmPayment(answer)
        case .cancelPayment(let answer): try cancelPayment(answer)
        case .payUser(let pay): try payUser(pay)
        case .payApp(let pay): try payApp(pay)
        case .returnPayment(let payment): try returnPayment(payment)
        case .endReview(let review): try endReview(review)
        case .move(let movement): try move(movement)
        case .transfer(let transfer): try self.transfer(transfer)
        case .hold(let hold): try self.hold(hold)
        case .releaseHold(let reference, let account): try releaseHold(reference, on: account)
        }
    }

    /// A moment later than every one before it in the ledger, so that orders sort by time as they do by number.
    ///
    /// - Parameter earliest: the moment is no earlier than this.
    mutating func tick(notBefore earliest: Timestamp = Timestamp(nanoseconds: 0)) -> Timestamp {
        state.lastTime = nextTime(notBefore: earliest)
        return state.lastTime
    }

    /// The moment that ``tick(notBefore:)`` would give.
    func nextTime(notBefore earliest: Timestamp = Timestamp(nanoseconds: 0)) -> Timestamp {
        let next = max(clock.nanoseconds, state.lastTime.nanoseconds + 1, earliest.nanoseconds)
        return Timestamp(nanoseconds: state.numbering.first(from: next))
    }

    mutating func nextOrderID() -> OrderID {
        state.lastOrderID = OrderID(state.numbering.first(from: state.lastOrderID.number + 1))
        precondition(state.lastOrderID.number < 1 << 53, "order numbers stay exact in every client")
        return state.lastOrderID
    }

    /// Whether the user may pay now.
    ///
    /// - Throws: `paymentsFrozen`, `tradePasswordChanged`.
    func checkPayer(_ user: UserStanding) throws(LedgerRefusal) {
        guard !user.paymentsFrozen else { throw .paymentsFrozen }
        try checkTradePassword(of: user)
    }

    /// - Throws: `tradePasswordChanged` while the user's payments are frozen after a change of the trade password.
    func checkTradePassword(of user: UserStanding) throws(LedgerRefusal) {
        if let until = user.paymentsFrozenUntil, max(clock, state.lastTime) < until { throw .tradePasswordChanged(until: until) }
    }

    func standing(of app: AppID) throws(LedgerRefusal) -> AppStanding {
        guard let standing = state.apps[app], standing.isEnabled else { throw .appDisabled }
        return standing
    }
}
