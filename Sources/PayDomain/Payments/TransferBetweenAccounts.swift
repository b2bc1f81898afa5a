import PayCore
import PayLedger

/// A user moves money between the own spot and open accounts, once for each reference.
package struct TransferBetweenAccounts: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Returns: whether the same transfer was made before, so that nothing had to be done.
    /// - Throws: `LedgerRefusal`: `referenceUsed`, `userUnknown`, `tradePasswordChanged`, `balanceTooSmall`, `amountTooLarge`; code 12 as `PlatformError`.
    package func run(
        _ volume: Amount, of coin: Coin, from source: Book, as user: UserID, reference: LedgerReference
    ) async throws -> Bool {
        let transfer = LedgerCommand.Transfer(
            user: user, coin: coin.id, from: source, to: source == .spot ? .open : .spot, volume: volume, reference: reference
        )
        guard case .entered(let isRepeat) = try await platform.committer.submit(.transfer(transfer), admission: { _ in nil }) else {
            preconditionFailure("a transfer is entered")
        }
        return isRepeat
    }
}
