import PayCore
import PayLedger

/// Sends an order's callback again, now, as ``RedoCallback`` does for the app itself.
package struct RedoCallbackForOperator: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: ``OperatorRefusal``: 8, 11003, 11027.
    package func run(_ selector: OrderSelector) async throws -> CallbackReply {
        let order = try await platform.order(selector)
        try await RedoCallback(platform).run(order)
        guard let callback = try await platform.store.callback(of: order.id) else {
            preconditionFailure("a callback that was made due is there")
        }
        return CallbackReply(callback, in: platform.directory.current, at: platform.clock.now())
    }
}
