import PayCore
import PayLedger

/// Finds one order of an app by its `trade_no` (protocol, 5.5). A payment that was only applied for is not an order yet.
package struct FindOrder: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: 11027 if the app has no such order, or it is one that the caller may not see.
    package func run(_ tradeNo: TradeNo, by caller: some Caller) async throws -> OrderAnswer {
        guard let order = try await platform.store.order(OrderKey(app: caller.app.id, tradeNo: tradeNo)),
            caller.onlyUser == nil || caller.onlyUser == order.user
        else { throw LedgerRefusal.orderUnknown.platformError }
        return try await platform.answer(order)
    }
}
