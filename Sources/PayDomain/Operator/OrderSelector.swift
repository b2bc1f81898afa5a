import PayCore
import PayLedger

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
    /// - Parameter advice: what to do if there is no such order.
    /// - Throws: ``OperatorRefusal``: 8, 11003, 11027.
    func order(_ selector: OrderSelector, advice: String? = nil) async throws -> Order {
        let app = try directory.current.app(for: selector.appID)
        let key = OrderKey(app: app.id, tradeNo: try OperatorInput.tradeNo(selector.tradeNo))
        guard let order = try await store.order(key) else {
            throw OperatorRefusal(
                .paymentUnknown, field: "trade_no", "The app \(quoted(app.id.text)) has no order \(key.tradeNo).", advice: advice
            )
        }
        return order
    }
}
