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

/// Which order of which app an operator means.
package struct OrderSelector: Hashable, Codable, Sendable {
    package let appID: String
    package let tradeNo: String

    package init(appID: String, tradeNo: String) {
        self.appID = appID
        self.tradeNo = tradeNo
    }
}

extension Platform {
    /// - Throws: ``OperatorRefusal``: 8, 11003, 11027.
    func order(_ selector: OrderSelector) async throws -> Order {
        let app = try directory.current.app(for: selector.appID)
        let key = OrderKey(app: app.id, tradeNo: try OperatorInput.tradeNo(selector.tradeNo))
        guard let order = try await store.order(key) else {
            throw OperatorRefusal(.paymentUnknown, field: "trade_no", "The app \(quoted(app.id.text)) has no order \(key.tradeNo).")
        }
        return order
    }
}
