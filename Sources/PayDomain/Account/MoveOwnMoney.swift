import PayCore
import PayLedger

/// A user moves money between the own spot and open accounts, on a page.
///
/// What is on the open account apps may take without asking, as far as the user has allowed them. So money gets there with the trade
/// password only: whoever has come by somebody's session cannot put it there. Back it goes without.
package struct MoveOwnMoney: Sendable {
    /// What is asked for.
    package struct Request: Sendable {
        package let coin: Coin
        package let volume: Amount
        /// Where the money leaves; it goes to the other one.
        package let source: Book
        /// Needed for money that leaves the spot account.
        package let tradePassword: String
        /// Of the form that was sent.
        package let form: MoveForm

        package init(coin: Coin, volume: Amount, source: Book, tradePassword: String, form: MoveForm) {
            self.coin = coin
            self.volume = volume
            self.source = source
            self.tradePassword = tradePassword
            self.form = form
        }
    }

    /// Moves of one user that may wait for one another; more are refused.
    private static let maximumWaiting = 64

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// Moves the money once, however often the same form is sent.
    ///
    /// - Throws: ``PaymentObstacle``: `paymentsFrozen` and what ``VerifyTradePassword`` throws, for money that leaves the spot account;
    ///   `busy`. `LedgerRefusal`: `referenceUsed` if the form was sent before with something else in it; `balanceTooSmall`,
    ///   `amountTooLarge`. Code 12 as `PlatformError`.
    package func run(_ request: Request, as user: UserID) async throws {
        do {
            // One at a time, so that a second click finds the first one done.
            try await platform.payerGate.run(user, waitingAtMost: Self.maximumWaiting) { try await move(request, as: user) }
        } catch is KeyedGateFull {
            throw PaymentObstacle.busy
        }
    }

    private func move(_ request: Request, as user: UserID) async throws {
        if request.source == .spot {
            guard let payer = try await platform.store.user(user) else { throw LedgerRefusal.userUnknown }
            if payer.paymentsFrozen || !payer.isEnabled { throw PaymentObstacle.paymentsFrozen }
            try await VerifyTradePassword(platform).run(request.tradePassword, of: payer)
        }
        _ = try await TransferBetweenAccounts(platform).run(
            request.volume, of: request.coin, from: request.source, as: user, reference: request.form.reference(of: user)
        )
    }
}

/// Tells one form to move money from every other, so that sending it twice moves money once.
package struct MoveForm: Hashable, Sendable {
    private static let bytes = 16

    package let text: String

    /// A new one.
    package init() { text = SecureRandom.hex(bytes: Self.bytes) }

    /// - Returns: `nil` unless the text can be that of a form.
    package init?(_ text: String) {
        let isHex = text.utf8.allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
        }
        guard text.utf8.count == 2 * Self.bytes, isHex else { return nil }
        self.text = text
    }

    /// What the ledger knows the move by. It holds the user's number, so that no form gets in the way of anybody else's.
    func reference(of user: UserID) -> LedgerReference {
        guard let reference = LedgerReference("account:\(user):\(text)") else { preconditionFailure("digits make a reference") }
        return reference
    }
}
