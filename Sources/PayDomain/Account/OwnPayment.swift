import PayCore
import PayLedger

/// An order as its user sees it.
package struct OwnPayment: Sendable {
    package let order: Order
    package let coin: Coin
    /// The names of the app and its company, as they are now.
    package let app: String
    package let company: String
}

extension Platform {
    /// The order with the names of what it speaks of.
    ///
    /// - Throws: errors of the store.
    func ownPayment(_ order: Order) async throws -> OwnPayment {
        // Another node may have made the coin a moment ago.
        if directory.current.coins[order.coin] == nil { try await refreshDirectory() }
        let directory = directory.current
        let app = directory.apps[order.key.app]
        return OwnPayment(
            order: order, coin: directory.knownCoin(order.coin), app: app?.name ?? order.key.app.text,
            company: app.flatMap { directory.companies[$0.company]?.name } ?? ""
        )
    }
}
