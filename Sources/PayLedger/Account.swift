import PayCore

/// Who an account belongs to.
package enum AccountOwner: Hashable, Sendable {
    /// A user, or an app's manager, who is a user too.
    case user(UserID)
    /// The world outside: what enters the platform is taken from here, so its balance is minus everything that was ever issued.
    case issuance
    /// The platform's own earnings from cuts.
    case commission

    /// One number for the stores: the uid of a user, 0 for issuance, -1 for commission.
    package var number: Int64 {
        switch self {
        case .user(let uid): uid.number
        case .issuance: 0
        case .commission: -1
        }
    }

    /// Reads ``number`` back.
    ///
    /// - Returns: `nil` for a number that stands for no owner.
    package init?(number: Int64) {
        switch number {
        case 0: self = .issuance
        case -1: self = .commission
        default:
            guard let uid = UserID(number) else { return nil }
            self = .user(uid)
        }
    }
}

/// Which of a user's two balances in a coin: the protocol's spot and open accounts.
package enum Book: Int, Hashable, Sendable, CaseIterable {
    case spot = 1
    case open = 2

    /// The word that the API, the command line and the sandbox use.
    package var name: String {
        switch self {
        case .spot: "spot"
        case .open: "open"
        }
    }

    /// Reads ``name`` back.
    package init?(name: String) {
        guard let book = Book.allCases.first(where: { $0.name == name }) else { return nil }
        self = book
    }
}

/// One account: an owner's balance in one coin and one book.
package struct AccountKey: Hashable, Sendable, Comparable {
    package let owner: AccountOwner
    package let book: Book
    package let coin: CoinID

    package init(owner: AccountOwner, book: Book, coin: CoinID) {
        self.owner = owner
        self.book = book
        self.coin = coin
    }

    package static func user(_ uid: UserID, _ book: Book, _ coin: CoinID) -> AccountKey {
        AccountKey(owner: .user(uid), book: book, coin: coin)
    }

    /// Issuance and commission have one account a coin; it is kept under the spot book.
    package static func issuance(_ coin: CoinID) -> AccountKey { AccountKey(owner: .issuance, book: .spot, coin: coin) }
    package static func commission(_ coin: CoinID) -> AccountKey { AccountKey(owner: .commission, book: .spot, coin: coin) }

    /// The one order in which accounts are locked, so that no two transactions can wait for each other.
    package static func < (left: AccountKey, right: AccountKey) -> Bool {
        (left.owner.number, left.book.rawValue, left.coin) < (right.owner.number, right.book.rawValue, right.coin)
    }
}

/// What an account holds. For users `0 ≤ frozen ≤ total`; issuance goes below zero and is never frozen.
package struct Balance: Hashable, Sendable {
    package let total: Amount
    package let frozen: Amount

    package static let zero = Balance(total: .zero, frozen: .zero)

    package init(total: Amount, frozen: Amount) {
        self.total = total
        self.frozen = frozen
    }

    /// What may be spent: `total - frozen`.
    package var available: Amount {
        guard let available = total.subtracting(frozen) else { preconditionFailure("frozen never exceeds total") }
        return available
    }
}
