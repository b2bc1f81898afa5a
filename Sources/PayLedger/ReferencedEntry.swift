import PayCore

/// What a reference was used for: a movement, a transfer, or a hold, open or released.
package enum ReferencedEntry: Hashable, Sendable {
    case movement(LedgerCommand.Movement)
    case transfer(LedgerCommand.Transfer)
    case hold(LedgerCommand.Hold, isOpen: Bool)

    /// Reads a movement or a transfer back from its transaction: a movement has one posting of a user, beside the one against issuance; a
    /// transfer has two, the one that gives first.
    ///
    /// - Parameter postings: those of users, in their order.
    /// - Returns: `nil` if there is none.
    package init?(_ reference: LedgerReference, postings: [Posting]) {
        guard let first = postings.first else { return nil }
        let volume = first.delta.isNegative ? -first.delta : first.delta
        if postings.count == 2, case .user(let user) = first.account.owner {
            self = .transfer(
                LedgerCommand.Transfer(
                    user: user, coin: first.account.coin, from: first.account.book, to: postings[1].account.book, volume: volume,
                    reference: reference
                ))
        } else {
            self = .movement(
                LedgerCommand.Movement(
                    kind: first.delta.isNegative ? .withdrawal : .deposit, account: first.account, volume: volume, reference: reference
                ))
        }
    }
}
