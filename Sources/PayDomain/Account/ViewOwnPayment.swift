import PayCore
import PayLedger

/// A payment with all that its user may know of it.
package struct OwnPaymentView: Sendable {
    package let payment: OwnPayment
    /// How much of it was given back; zero if nothing was.
    package let returned: Amount
    /// The orders that have given it back, newest first, at most ``ViewOwnPayment/maximumReturns``.
    package let returns: [Order]
    /// Of a return: the payment that it gives back.
    package let original: Order?
    /// The code of its receipt; `nil` unless it has succeeded.
    package let receipt: ReceiptCode?
}

/// A user looks at one of the own payments.
package struct ViewOwnPayment: Sendable {
    /// The most returns that are shown one by one.
    package static let maximumReturns = 20

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Returns: `nil` for an order that there is not, and for another user's.
    package func run(_ id: OrderID, as user: UserID) async throws -> OwnPaymentView? {
        guard let order = try await platform.store.order(id), order.user == user else { return nil }
        let payment = try await platform.ownPayment(order)
        let returned = try await platform.store.returnedVolume(of: order.id) ?? .zero
        var original: Order?
        if let id = order.original { original = try await platform.store.order(id) }
        return OwnPaymentView(
            payment: payment, returned: returned,
            returns: returned.isZero ? [] : try await platform.store.returns(of: order.id, limit: Self.maximumReturns),
            original: original, receipt: platform.receipts.code(for: order, in: payment.coin)
        )
    }
}
