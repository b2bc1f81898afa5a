import Hummingbird
import PayCore
import PayDomain
import PayLedger
import PayWire

/// `POST /sandbox/users/{uid}/deposit`: gives a user money out of nothing, as a deposit that the ledger records.
struct DepositToUser: Sendable {
    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    func answer(_ uid: String?, _ fields: Fields) async throws -> Response {
        guard let number = uid.flatMap({ Int64($0) }), let user = UserID(number) else {
            throw PlatformError.badParameter("uid", "names no user of this platform")
        }
        let coin = try platform.directory.current.coin(code: fields.requiredString("coin_code"))
        guard let book = Book(name: try fields.string("account") ?? Book.spot.name) else {
            throw PlatformError.badParameter("account", "must be \"spot\" or \"open\"")
        }
        guard let reference = LedgerReference("sandbox:\(SecureRandom.hex(bytes: 16))") else {
            preconditionFailure("hexadecimal digits make a reference")
        }
        let movement = LedgerCommand.Movement(
            kind: .deposit, account: .user(user, book, coin.id), volume: try fields.volume(scale: coin.scale), reference: reference
        )
        do {
            _ = try await platform.committer.submit(.move(movement), admission: { _ in nil })
        } catch let refusal as LedgerRefusal {
            throw refusal.platformError
        }
        let balance = try await platform.store.balance(of: movement.account) ?? .zero
        return SandboxAnswer.json { writer in
            writer.beginObject()
            writer.member("uid", user.number)
            writer.member("coin_code", coin.code)
            writer.member("account", book.name)
            writer.member("total", balance.total.text(scale: coin.scale))
            writer.member("frozen", balance.frozen.text(scale: coin.scale))
            writer.endObject()
        }
    }
}
