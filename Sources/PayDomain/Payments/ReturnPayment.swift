import PayCore
import PayLedger

/// An app gives a paid order back to its user, or part of it (protocol, section 7). It happens at most once for each `return_trade_no`.
package struct ReturnPayment: Sendable {
    /// How much is given back: a rate, or decimal text that is read by the scale of the order's coin.
    package enum Share: Sendable {
        case rate(ReturnRate)
        case volume(String)
    }

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: ``PaymentRepeated`` (4009); 11027, 11041, 8, 1121, 4000, 11005, 11009 as `PlatformError`.
    package func run(
        _ tradeNo: TradeNo, of originalTradeNo: TradeNo, share: Share, texts: OrderTexts, by caller: AppCaller
    ) async throws -> OrderAnswer {
        let original = OrderKey(app: caller.app.id, tradeNo: originalTradeNo)
        // An order's user, coin and accounts never change, so that they can be read ahead of the transaction.
        guard let order = try await platform.store.order(original) else { throw LedgerRefusal.originalUnknown.platformError }
        let command = LedgerCommand.ReturnPayment(
            key: OrderKey(app: caller.app.id, tradeNo: tradeNo), original: original, share: try ledgerShare(share, of: order),
            texts: texts, user: order.user, book: order.type.payerBook, coin: order.coin
        )
        return try await platform.makeOrder(.returnPayment(command), by: caller)
    }

    private func ledgerShare(_ share: Share, of order: Order) throws(PlatformError) -> LedgerCommand.ReturnPayment.Share {
        switch share {
        case .rate(let rate): return .rate(rate)
        case .volume(let text):
            let volume: Amount
            do { volume = try Amount(text, scale: platform.directory.current.knownCoin(order.coin).scale) } catch {
                throw .badParameter("return_volume", error.description)
            }
            guard volume.isPositive else { throw .badParameter("return_volume", "must be more than zero") }
            return .volume(volume)
        }
    }
}
