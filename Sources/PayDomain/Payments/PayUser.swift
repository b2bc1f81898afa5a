import PayCore
import PayLedger

/// An app pays a user out of its own account (protocol, 5.4). It happens at most once for each `trade_no`.
package struct PayUser: Sendable {
    /// Whom to pay, and what.
    package struct Request: Sendable {
        package let tradeNo: TradeNo
        package let openID: OpenID?
        package let uid: Int64?
        package let book: Book
        package let coin: Coin
        package let volume: Amount
        package let texts: OrderTexts

        /// At least one of `openID` and `uid` is given.
        ///
        /// - Parameter book: of which the accounts are that the money leaves and reaches.
        package init(tradeNo: TradeNo, openID: OpenID?, uid: Int64?, book: Book, coin: Coin, volume: Amount, texts: OrderTexts) {
            self.tradeNo = tradeNo
            self.openID = openID
            self.uid = uid
            self.book = book
            self.coin = coin
            self.volume = volume
            self.texts = texts
        }
    }

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: ``PaymentRepeated`` (4009); 11015, 8, 11031, 11030, 1121, 11032, 4000, 11005, 11009 as `PlatformError`.
    package func run(_ request: Request, by caller: AppCaller) async throws -> OrderAnswer {
        let user = try await platform.user(openID: request.openID, uid: request.uid, uidField: "uid", of: caller.app.id)
        let command = LedgerCommand.PayUser(
            key: OrderKey(app: caller.app.id, tradeNo: request.tradeNo), user: user, book: request.book, coin: request.coin.id,
            volume: request.volume, texts: request.texts
        )
        return try await platform.makeOrder(.payUser(command), by: caller)
    }
}

/// The `trade_no` was used before (4009).
package struct PaymentRepeated: Error {
    package let error: PlatformError
    /// The order that it made, if every field is the same.
    package let order: OrderAnswer?
}

extension Platform {
    /// Submits a command of an app's server that makes an order.
    ///
    /// - Throws: ``PaymentRepeated``; every other refusal as `PlatformError`.
    func makeOrder(_ command: LedgerCommand, by caller: AppCaller) async throws -> OrderAnswer {
        do {
            guard case .order(let order) = try await committer.submit(command, admission: caller.admission) else {
                preconditionFailure("the command makes an order")
            }
            return try await answer(order)
        } catch let refusal as LedgerRefusal {
            guard case .paymentExists(let earlier) = refusal else { throw refusal.platformError }
            var answer: OrderAnswer?
            if let earlier { answer = try await self.answer(earlier) }
            throw PaymentRepeated(error: refusal.platformError, order: answer)
        }
    }

    /// The user whom an app names by `open_id`, by number, or by both, which must then agree.
    ///
    /// - Throws: 11015 for an unknown `open_id`, 8 for a number that no user can have or if the two name different users.
    func user(openID: OpenID?, uid: Int64?, uidField: String, of app: AppID) async throws -> UserID {
        var named: UserID?
        if let uid {
            guard let user = UserID(uid) else { throw PlatformError.badParameter(uidField, "names no user of this platform") }
            named = user
        }
        if let openID {
            guard let grant = try await store.grant(of: app, openID: openID) else { throw Self.openIDUnknown }
            guard named == nil || named == grant.user else {
                throw PlatformError.badParameter(uidField, "names another user than open_id does; give one of the two")
            }
            named = grant.user
        }
        guard let named else { preconditionFailure("the caller gives one of the two") }
        return named
    }

    /// An `open_id` that this app has for nobody.
    package static let openIDUnknown = PlatformError(.openIDUnknown, field: "open_id", "names no user who has authorised this app")
}
