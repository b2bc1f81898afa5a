import PayCore
import PayLedger

/// Which account an operator means.
package struct AccountSelector: Hashable, Codable, Sendable {
    package let user: UserSelector
    package let coinCode: String
    /// `spot` or `open`.
    package let account: String

    package init(user: UserSelector, coinCode: String, account: String = Book.spot.name) {
        self.user = user
        self.coinCode = coinCode
        self.account = account
    }
}

/// Some of an account's money, and the operator's number for what is done with it.
package struct AccountVolume: Hashable, Codable, Sendable {
    package let account: AccountSelector
    /// A decimal text.
    package let volume: String
    /// The operator's own number of it. A repeat under the same one, with the same values, does nothing.
    package let reference: String

    package init(account: AccountSelector, volume: String, reference: String) {
        self.account = account
        self.volume = volume
        self.reference = reference
    }
}

/// The account that was meant.
struct SelectedAccount: Sendable {
    let user: User
    let coin: Coin
    let book: Book

    var key: AccountKey { .user(user.id, book, coin.id) }
}

extension Platform {
    /// - Throws: ``OperatorRefusal``: 8.
    func account(_ selector: AccountSelector) async throws -> SelectedAccount {
        SelectedAccount(
            user: try await user(selector.user), coin: try directory.current.coin(for: selector.coinCode),
            book: try OperatorInput.book(selector.account)
        )
    }

    /// What the account holds now.
    func holding(_ account: SelectedAccount) async throws -> UserReply.Holding {
        UserReply.Holding(try await store.balance(of: account.key) ?? .zero, of: account.coin, in: account.book)
    }

    /// Submits a command of an operator.
    ///
    /// - Returns: whether the same command was carried out before, so that nothing had to be done.
    /// - Throws: ``OperatorRefusal``.
    func enter(_ command: LedgerCommand, _ reference: LedgerReference, on account: SelectedAccount) async throws -> Bool {
        do {
            guard case .entered(let isRepeat) = try await committer.submit(command, admission: { _ in nil }) else {
                preconditionFailure("movements and holds are entered")
            }
            return isRepeat
        } catch let refusal as LedgerRefusal {
            throw await refused(refusal, reference: reference, account: account)
        } catch let error as PlatformError {
            throw OperatorRefusal(error.code, field: error.field, error.message)
        }
    }

    private func refused(_ refusal: LedgerRefusal, reference: LedgerReference, account: SelectedAccount) async -> OperatorRefusal {
        let whose = "\(quoted(account.user.name)) (uid \(account.user.id))"
        switch refusal {
        case .referenceUsed:
            return OperatorRefusal(
                .badParameter, field: "reference",
                "The reference \(reference) was used before, for something else. Nothing was done now.",
                advice: "Repeat with the values of then, or choose another reference."
            )
        case .holdUnknown:
            return OperatorRefusal(
                .badParameter, field: "reference",
                "\(reference) is no hold of \(account.coin.code) on the \(account.book.name) account of \(whose). Nothing was done.",
                advice: "Name the user, the coin and the account of the hold as well as its reference."
            )
        case .balanceTooSmall:
            return OperatorRefusal(
                .balanceTooSmall, field: "volume",
                "The \(account.book.name) account of \(whose) has less \(account.coin.code) than that available. Nothing was done.",
                advice: "See what it holds with: imugi user show --uid \(account.user.id)"
            )
        case .tradePasswordChanged:
            return OperatorRefusal(
                .frozenTradePasswordChanged,
                "The trade password of \(whose) was changed not long ago, so nothing is moved to the open account. Nothing was done.",
                advice: "See until when with: imugi user show --uid \(account.user.id)\n"
                    + "If the change was the user's own: imugi user unfreeze --uid \(account.user.id)"
            )
        default:
            let error = refusal.platformError
            return OperatorRefusal(error.code, field: error.field, error.message)
        }
    }
}
