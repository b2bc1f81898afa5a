import PayCore
import PayLedger

/// An order with the name by which the asking app knows its user, and with its returns or what it returns.
package struct OrderAnswer: Sendable {
    package let order: Order
    package let coin: Coin
    /// `nil` if the user has never authorised the app.
    package let openID: OpenID?
    /// Of a return: the `trade_no` of the order that it gives back.
    package let originalTradeNo: TradeNo?
    /// Of a paid order: how much of it was given back, if anything was.
    package let returnedVolume: Amount?
}

extension Platform {
    func answer(_ order: Order) async throws -> OrderAnswer {
        var originalTradeNo: TradeNo?
        if let original = order.original { originalTradeNo = try await store.order(original)?.key.tradeNo }
        // Only what a user has paid is ever given back, so that pay-outs need no look.
        let isReturnable = order.direction == .userToApp && order.status == .succeeded
        return OrderAnswer(
            order: order, coin: directory.current.knownCoin(order.coin),
            openID: try await openIDs.openID(app: order.key.app, user: order.user), originalTradeNo: originalTradeNo,
            returnedVolume: isReturnable ? try await store.returnedVolume(of: order.id) : nil
        )
    }
}
