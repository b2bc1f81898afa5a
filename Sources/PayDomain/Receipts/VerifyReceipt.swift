import PayCore
import PayLedger

/// A genuine receipt: the order that it is of, as it is now.
package struct Receipt: Sendable {
    package let payment: OwnPayment
    /// How much of it was given back since; zero if nothing was.
    package let returned: Amount
}

/// Anybody asks whether the code on a receipt is genuine.
///
/// A code is 120 bits that only the platform can make for this order with this amount, these two parties and these times, so that nothing
/// has to limit how often somebody tries. What cannot be a code is answered out of its form; all else costs two looks into an index.
package struct VerifyReceipt: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Returns: `nil` for a code that is none of this platform, or was changed; which part is wrong nobody learns.
    package func run(_ text: String) async throws -> Receipt? {
        guard let code = ReceiptCode(text), let order = try await platform.store.order(code.order) else { return nil }
        let payment = try await platform.ownPayment(order)
        guard platform.receipts.isGenuine(code, for: order, in: payment.coin) else { return nil }
        return Receipt(payment: payment, returned: try await platform.store.returnedVolume(of: order.id) ?? .zero)
    }
}
