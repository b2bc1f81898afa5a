import PayCore
import PayLedger

/// Sends an order's callback again, now, whatever its status and however often it was delivered (protocol, 5.7).
package struct RedoCallback: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: 11027 if the app has no such order.
    package func run(_ tradeNo: TradeNo, by caller: AppCaller) async throws {
        guard let order = try await platform.store.order(OrderKey(app: caller.app.id, tradeNo: tradeNo)) else {
            throw LedgerRefusal.orderUnknown.platformError
        }
        try await run(order)
    }

    /// The same for an order that was looked up.
    func run(_ order: Order) async throws {
        try await platform.store.redoCallback(of: order, now: platform.clock.now())
        platform.callbacks.fellDue([order.key.app])
    }
}
