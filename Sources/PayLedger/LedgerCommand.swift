import PayCore

/// Everything that can be asked of the ledger. A command carries what its decision needs beside the stored state; time comes with the
/// batch.
package enum LedgerCommand: Sendable {
    case applyForPayment(ApplyForPayment)
    case confirmPayment(AnswerPayment)
    case cancelPayment(CancelPayment)
    case payUser(PayUser)
    case payApp(PayApp)
    case returnPayment(ReturnPayment)
    case endReview(EndReview)
    case move(Movement)
    case transfer(Transfer)
    case hold(Hold)
    case releaseHold(reference: LedgerReference, account: AccountKey)

    /// An app applies for a payment (protocol, 5.1).
    package struct ApplyForPayment: Sendable {
        package let key: OrderKey
        package let terms: PaymentTerms
        package let codeHash: [UInt8]
        package let lifetimeSeconds: Int64

        package init(key: OrderKey, terms: PaymentTerms, codeHash: [UInt8], lifetimeSeconds: Int64) {
            self.key = key
            self.terms = terms
            self.codeHash = codeHash
            self.lifetimeSeconds = lifetimeSeconds
        }
    }

    /// A user confirms what the code opened (protocol, 5.2).
    package struct AnswerPayment: Sendable {
        package let key: OrderKey
        package let codeHash: [UInt8]
        package let user: UserID
        /// The coin of the application that the caller has read, so that the accounts can be read with it.
        package let coin: CoinID
        /// The user's version that was current when the confirmation was checked.
        package let payerVersion: Int64?
        /// The cut that the user was shown and confirms; `nil` for whatever the cut is.
        package let cut: Amount?

        package init(key: OrderKey, codeHash: [UInt8], user: UserID, coin: CoinID, payerVersion: Int64?, cut: Amount? = nil) {
            self.key = key
            self.codeHash = codeHash
            self.user = user
            self.coin = coin
            self.payerVersion = payerVersion
            self.cut = cut
        }
    }

    /// Whoever has the code cancels what it opened (protocol, 5.2).
    package struct CancelPayment: Sendable {
        package let key: OrderKey
        package let codeHash: [UInt8]
        /// `nil` if nobody is signed in; a payment that one user alone may answer is not cancelled then.
        package let user: UserID?

        package init(key: OrderKey, codeHash: [UInt8], user: UserID?) {
            self.key = key
            self.codeHash = codeHash
            self.user = user
        }
    }

    /// An app pays a user, from and to accounts of one book (protocol, 5.4 and section 7).
    package struct PayUser: Sendable {
        package let key: OrderKey
        package let user: UserID
        package let book: Book
        package let coin: CoinID
        package let volume: Amount
        package let texts: OrderTexts

        package init(key: OrderKey, user: UserID, book: Book, coin: CoinID, volume: Amount, texts: OrderTexts) {
            self.key = key
            self.user = user
            self.book = book
            self.coin = coin
            self.volume = volume
            self.texts = texts
        }
    }

    /// An app takes a payment out of a user's open account, for which the `pay_token` of a live sign-in stands (protocol, section 7).
    package struct PayApp: Sendable {
        package let key: OrderKey
        package let user: UserID
        package let coin: CoinID
        package let volume: Amount
        package let texts: OrderTexts
        package let payToken: PayTokenHash

        package init(key: OrderKey, user: UserID, coin: CoinID, volume: Amount, texts: OrderTexts, payToken: PayTokenHash) {
            self.key = key
            self.user = user
            self.coin = coin
            self.volume = volume
            self.texts = texts
            self.payToken = payToken
        }
    }

    /// An app gives a paid order back, or part of it (protocol, section 7).
    package struct ReturnPayment: Sendable {
        /// How much of the order's volume.
        package enum Share: Sendable {
            case rate(ReturnRate)
            case volume(Amount)
        }

        package let key: OrderKey
        package let original: OrderKey
        package let share: Share
        package let texts: OrderTexts
        /// Of the original as the caller has read it, so that the accounts can be read with it; none of them ever changes.
        package let user: UserID
        package let book: Book
        package let coin: CoinID

        package init(
            key: OrderKey, original: OrderKey, share: Share, texts: OrderTexts, user: UserID, book: Book, coin: CoinID
        ) {
            self.key = key
            self.original = original
            self.share = share
            self.texts = texts
            self.user = user
            self.book = book
            self.coin = coin
        }
    }

    /// An operator approves or rejects an order that waits for review.
    package struct EndReview: Sendable {
        package let key: OrderKey
        /// User, book and coin of the order as the caller has read it.
        package let user: UserID
        package let book: Book
        package let coin: CoinID
        package let approve: Bool

        package init(key: OrderKey, user: UserID, book: Book, coin: CoinID, approve: Bool) {
            self.key = key
            self.user = user
            self.book = book
            self.coin = coin
            self.approve = approve
        }
    }

    /// Money enters (`deposit`) or leaves (`withdrawal`) the platform. The reference makes a repeat harmless.
    package struct Movement: Hashable, Sendable {
        package enum Kind: Sendable { case deposit, withdrawal }

        package let kind: Kind
        package let account: AccountKey
        package let volume: Amount
        package let reference: LedgerReference

        package init(kind: Kind, account: AccountKey, volume: Amount, reference: LedgerReference) {
            self.kind = kind
            self.account = account
            self.volume = volume
            self.reference = reference
        }
    }

    /// A user moves money between the own spot and open accounts. The reference makes a repeat harmless.
    package struct Transfer: Hashable, Sendable {
        package let user: UserID
        package let coin: CoinID
        package let from: Book
        package let to: Book
        package let volume: Amount
        package let reference: LedgerReference

        /// - Precondition: `from` and `to` differ.
        package init(user: UserID, coin: CoinID, from: Book, to: Book, volume: Amount, reference: LedgerReference) {
            precondition(from != to, "a transfer has two sides")
            self.user = user
            self.coin = coin
            self.from = from
            self.to = to
            self.volume = volume
            self.reference = reference
        }
    }

    /// Part of a balance is frozen until the hold of this reference is released.
    package struct Hold: Hashable, Sendable {
        package let account: AccountKey
        package let volume: Amount
        package let reference: LedgerReference

        package init(account: AccountKey, volume: Amount, reference: LedgerReference) {
            self.account = account
            self.volume = volume
            self.reference = reference
        }
    }
}

/// The number that whoever asks for a deposit, withdrawal, transfer or hold gives it: 1 to 64 characters out of `0-9 A-Z a-z _ . : -`.
package struct LedgerReference: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    /// - Returns: `nil` if the text breaks the rule above.
    package init?(_ text: String) {
        let allowed = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard allowed, (1...64).contains(text.utf8.count) else { return nil }
        self.text = text
    }

    /// A reference as a store has kept it, the one behind an order's hold included; it is not checked again.
    package init(stored text: String) { self.text = text }

    /// The hold behind an order that waits for review. No operator's reference contains a slash, so the two never meet.
    package init(holdOf order: OrderID) { text = "order/\(order.number)" }

    package var description: String { text }
}
