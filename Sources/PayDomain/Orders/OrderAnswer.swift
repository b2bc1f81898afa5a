import PayCore
import PayLedger

/// An order with the name by which the asking app knows its user.
package struct OrderAnswer: Sendable {
    package let order: Order
    package let coin: Coin
    /// `nil` if the user has never authorised the app.
    package let openID: OpenID?
}

extension Platform {
    func answer(_ order: Order) async throws -> OrderAnswer {
        OrderAnswer(
            order: order, coin: directory.current.knownCoin(order.coin),
            openID: try await openIDs.openID(app: order.key.app, user: order.user)
        )
    }
}
