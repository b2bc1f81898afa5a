import PayCore
import PayLedger

/// Shows an order's callback with every attempt.
package struct ShowCallback: Sendable {
    /// The most attempts in one answer; the newest are kept.
    package static let maximumAttempts = 1_000

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: ``OperatorRefusal``: 8, 11003, 11027.
    package func run(_ selector: OrderSelector) async throws -> CallbackHistoryReply {
        let order = try await platform.order(selector)
        let directory = platform.directory.current
        guard let callback = try await platform.store.callback(of: order.id) else {
            throw OperatorRefusal(
                .paymentUnknown, field: "trade_no", "Order \(order.key.tradeNo) has no callback: it has not succeeded.",
                advice: "imugi callback redo \(order.key.app) \(order.key.tradeNo) sends one with its present state."
            )
        }
        let attempts = try await platform.store.callbackAttempts(
            of: order.key.app, tradeNo: order.key.tradeNo, limit: Self.maximumAttempts + 1
        )
        return CallbackHistoryReply(
            callback: CallbackReply(callback, in: directory, at: platform.clock.now()),
            attempts: attempts.suffix(Self.maximumAttempts).map(CallbackAttemptReply.init), more: attempts.count > Self.maximumAttempts
        )
    }
}
