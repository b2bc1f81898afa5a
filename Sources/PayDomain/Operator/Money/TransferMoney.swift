import PayCore
import PayLedger

/// What a transfer between a user's accounts has done.
package struct TransferReply: Hashable, Codable, Sendable {
    package let uid: Int64
    package let name: String
    package let coinCode: String
    /// `spot` or `open`.
    package let from: String
    package let to: String
    package let volume: String
    package let reference: String
    /// The same command was carried out before, so nothing was done now.
    package let isRepeated: Bool
    /// What both accounts hold now.
    package let balances: [UserReply.Holding]

    private enum CodingKeys: String, CodingKey {
        case uid
        case name
        case coinCode = "coin_code"
        case from
        case to
        case volume
        case reference
        case isRepeated = "repeated"
        case balances
    }
}

/// Moves a user's money between the spot and the open account, once for each reference.
package struct TransferMoney: Sendable {
    /// The account is the one that the money leaves; it goes to the user's other one.
    package typealias Request = AccountVolume

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: ``OperatorRefusal``: 8, 12, 1266, 4000.
    package func run(_ request: Request) async throws -> TransferReply {
        let reference = try OperatorInput.reference(request.reference)
        let source = try await platform.account(request.account)
        let target = SelectedAccount(user: source.user, coin: source.coin, book: source.book == .spot ? .open : .spot)
        let volume = try OperatorInput.volume(request.volume, of: source.coin)
        let transfer = LedgerCommand.Transfer(
            user: source.user.id, coin: source.coin.id, from: source.book, to: target.book, volume: volume, reference: reference
        )
        let isRepeated = try await platform.enter(.transfer(transfer), reference, on: source)
        return TransferReply(
            uid: source.user.id.number, name: source.user.name, coinCode: source.coin.code, from: source.book.name, to: target.book.name,
            volume: volume.text(scale: source.coin.scale), reference: reference.text, isRepeated: isRepeated,
            balances: [try await platform.holding(source), try await platform.holding(target)]
        )
    }
}
