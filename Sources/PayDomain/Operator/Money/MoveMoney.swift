import PayCore
import PayLedger

/// What a deposit or a withdrawal has done.
package struct MovementReply: Hashable, Codable, Sendable {
    package enum Kind: String, Codable, Sendable {
        case deposit
        case withdrawal
    }

    package let kind: Kind
    package let uid: Int64
    package let name: String
    package let coinCode: String
    package let account: String
    package let volume: String
    package let reference: String
    /// The same command was carried out before, so nothing was done now.
    package let isRepeated: Bool
    /// What the account holds now.
    package let balance: UserReply.Holding

    private enum CodingKeys: String, CodingKey {
        case kind
        case uid
        case name
        case coinCode = "coin_code"
        case account
        case volume
        case reference
        case isRepeated = "repeated"
        case balance
    }
}

/// Takes money onto the platform or off it, once for each reference.
package struct MoveMoney: Sendable {
    package struct Request: Hashable, Codable, Sendable {
        package let kind: MovementReply.Kind
        package let account: AccountSelector
        /// A decimal text.
        package let volume: String
        /// The operator's own number of it. A repeat under the same one, with the same values, does nothing.
        package let reference: String

        package init(kind: MovementReply.Kind, account: AccountSelector, volume: String, reference: String) {
            self.kind = kind
            self.account = account
            self.volume = volume
            self.reference = reference
        }
    }

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: ``OperatorRefusal``: 8, 12, 4000.
    package func run(_ request: Request) async throws -> MovementReply {
        let reference = try OperatorInput.reference(request.reference)
        let account = try await platform.account(request.account)
        let volume = try OperatorInput.volume(request.volume, of: account.coin)
        let movement = LedgerCommand.Movement(
            kind: request.kind == .deposit ? .deposit : .withdrawal, account: account.key, volume: volume, reference: reference
        )
        let isRepeated = try await platform.enter(.move(movement), reference, on: account)
        return MovementReply(
            kind: request.kind, uid: account.user.id.number, name: account.user.name, coinCode: account.coin.code,
            account: account.book.name, volume: volume.text(scale: account.coin.scale), reference: reference.text, isRepeated: isRepeated,
            balance: try await platform.holding(account)
        )
    }
}
