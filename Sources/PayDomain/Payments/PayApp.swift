import PayCore
import PayLedger

/// An app takes a payment out of a user's open account, for which the `pay_token` of a live login stands (protocol, section 7). It
/// happens at most once for each `trade_no`.
package struct PayApp: Sendable {
    /// Who pays, and what.
    package struct Request: Sendable {
        package let tradeNo: TradeNo
        package let openID: OpenID?
        package let uid: Int64?
        package let coin: Coin
        package let volume: Amount
        package let texts: OrderTexts
        package let payToken: PayToken

        /// At least one of `openID` and `uid` is given.
        package init(
            tradeNo: TradeNo, openID: OpenID?, uid: Int64?, coin: Coin, volume: Amount, texts: OrderTexts, payToken: PayToken
        ) {
            self.tradeNo = tradeNo
            self.openID = openID
            self.uid = uid
            self.coin = coin
            self.volume = volume
            self.texts = texts
            self.payToken = payToken
        }
    }

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: ``PaymentRepeated`` (4009); 11015, 8, 11031, 11034, 11030, 1121, 1266, 11032, 4000, 11005, 11009 as `PlatformError`.
    package func run(_ request: Request, by caller: AppCaller) async throws -> OrderAnswer {
        let user = try await platform.user(openID: request.openID, uid: request.uid, uidField: "uid", of: caller.app.id)
        let command = LedgerCommand.PayApp(
            key: OrderKey(app: caller.app.id, tradeNo: request.tradeNo), user: user, coin: request.coin.id, volume: request.volume,
            texts: request.texts, payToken: request.payToken.ledgerHash
        )
        return try await platform.makeOrder(.payApp(command), by: caller)
    }
}
