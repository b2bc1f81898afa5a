import PayCore
import PayLedger

/// What holding or releasing has done.
package struct HoldReply: Hashable, Codable, Sendable {
    package let uid: Int64
    package let name: String
    package let coinCode: String
    package let account: String
    package let reference: String
    /// `true` after holding, `false` after releasing.
    package let isHeld: Bool
    /// What was held; absent after releasing.
    package let volume: String?
    /// The same command was carried out before, so nothing was done now.
    package let isRepeated: Bool
    /// What the account holds now.
    package let balance: UserReply.Holding

    private enum CodingKeys: String, CodingKey {
        case uid
        case name
        case coinCode = "coin_code"
        case account
        case reference
        case isHeld = "held"
        case volume
        case isRepeated = "repeated"
        case balance
    }
}

/// Freezes part of a balance until ``ReleaseHold``, once for each reference.
package struct HoldBalance: Sendable {
    package typealias Request = AccountVolume

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: ``OperatorRefusal``: 8, 12, 4000.
    package func run(_ request: Request) async throws -> HoldReply {
        let reference = try OperatorInput.reference(request.reference)
        let account = try await platform.account(request.account)
        let volume = try OperatorInput.volume(request.volume, of: account.coin)
        let hold = LedgerCommand.Hold(account: account.key, volume: volume, reference: reference)
        let isRepeated = try await platform.enter(.hold(hold), reference, on: account)
        return try await platform.holdReply(
            account, reference, volume: volume.text(scale: account.coin.scale), isHeld: true, isRepeated: isRepeated
        )
    }
}

/// Frees what a hold has frozen.
package struct ReleaseHold: Sendable {
    package struct Request: Hashable, Codable, Sendable {
        package let account: AccountSelector
        package let reference: String

        package init(account: AccountSelector, reference: String) {
            self.account = account
            self.reference = reference
        }
    }

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: ``OperatorRefusal``: 8, 12.
    package func run(_ request: Request) async throws -> HoldReply {
        let reference = try OperatorInput.reference(request.reference)
        let account = try await platform.account(request.account)
        let command = LedgerCommand.releaseHold(reference: reference, account: account.key)
        let isRepeated = try await platform.enter(command, reference, on: account)
        return try await platform.holdReply(account, reference, volume: nil, isHeld: false, isRepeated: isRepeated)
    }
}

extension Platform {
    fileprivate func holdReply(
        _ account: SelectedAccount, _ reference: LedgerReference, volume: String?, isHeld: Bool, isRepeated: Bool
    ) async throws -> HoldReply {
        HoldReply(
            uid: account.user.id.number, name: account.user.name, coinCode: account.coin.code, account: account.book.name,
            reference: reference.text, isHeld: isHeld, volume: volume, isRepeated: isRepeated, balance: try await holding(account)
        )
    }
}
