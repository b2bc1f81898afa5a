import PayCore

/// One line of a transaction: what it adds to an account's total and to its frozen part. Either may be negative.
package struct Posting: Hashable, Sendable {
    package let account: AccountKey
    package let delta: Amount
    package let frozenDelta: Amount

    package init(account: AccountKey, delta: Amount, frozenDelta: Amount = .zero) {
        self.account = account
        self.delta = delta
        self.frozenDelta = frozenDelta
    }
}

/// A movement of the ledger. It is never changed or deleted. The deltas of its postings sum to zero in each coin.
package struct LedgerTransaction: Sendable {
    /// What the transaction did. The numbers are part of the chain and never change.
    package enum Kind: Int, Sendable, CaseIterable {
        case payment = 1
        case payOut = 2
        case payOutHeld = 3
        case payOutApproved = 4
        case payOutRejected = 5
        case deposit = 6
        case withdrawal = 7
        case hold = 8
        case holdReleased = 9
        case transfer = 10
        case paymentReturn = 11

        /// Whether an order has succeeded through a transaction of this kind.
        package var settlesOrder: Bool {
            switch self {
            case .payment, .payOut, .payOutApproved, .paymentReturn: true
            case .payOutHeld, .payOutRejected, .deposit, .withdrawal, .hold, .holdReleased, .transfer: false
            }
        }
    }

    /// Its place in the chain, from 1 without gaps.
    package let sequence: Int64
    package let kind: Kind
    package let time: Timestamp
    /// The order that it belongs to, if it is of an order's kinds.
    package let order: Order?
    /// The operator's reference, if it is of the other kinds.
    package let reference: LedgerReference?
    package let postings: [Posting]

    package init(sequence: Int64, kind: Kind, time: Timestamp, order: Order?, reference: LedgerReference?, postings: [Posting]) {
        self.sequence = sequence
        self.kind = kind
        self.time = time
        self.order = order
        self.reference = reference
        self.postings = postings
    }

    /// The same transaction with its postings, which a store reads after it.
    package func with(_ postings: [Posting]) -> LedgerTransaction {
        LedgerTransaction(sequence: sequence, kind: kind, time: time, order: order, reference: reference, postings: postings)
    }

    /// The bytes that the chain hashes: every figure of the transaction and every field of its order that never changes, in one fixed
    /// form. None of the texts can contain the separators.
    package var canonicalBytes: [UInt8] {
        var text = "imugi-ledger-1;\(sequence);\(kind.rawValue);\(time.nanoseconds);\(reference?.text ?? "");"
        if let order {
            text += "\(order.id.number),\(order.key.app.text),\(order.key.tradeNo.text),\(order.user.number),\(order.coin.number),"
            text += "\(order.volume.unitsText),\(order.cut.unitsText),\(order.direction.rawValue),\(order.type.rawValue),"
            text += "\(order.createTime.nanoseconds)"
            // Only returns have it, so the hashes of all other transactions are what they were before there were any.
            if let original = order.original { text += ",\(original.number)" }
        }
        for posting in postings {
            text += ";\(posting.account.owner.number),\(posting.account.book.rawValue),\(posting.account.coin.number),"
            text += "\(posting.delta.unitsText),\(posting.frozenDelta.unitsText)"
        }
        return Array(text.utf8)
    }
}
