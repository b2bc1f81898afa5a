import PayCore
import PayLedger

/// An app applies for a payment; the code that comes back opens the page on which a user confirms it (protocol, 5.1).
package struct ApplyForPayment: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Returns: the application and its code. The code is not stored and cannot be asked for again.
    /// - Throws: 4009, 11031, 8, 11005, 11009 as `PlatformError`.
    package func run(
        _ terms: PaymentTerms, tradeNo: TradeNo, by caller: AppCaller
    ) async throws -> (application: PaymentApplication, code: String) {
        let code = PaymentCode.generate()
        let command = LedgerCommand.ApplyForPayment(
            key: OrderKey(app: caller.app.id, tradeNo: tradeNo), terms: terms, codeHash: code.hash,
            lifetimeSeconds: platform.settings.paymentCodeLifetime
        )
        do {
            let outcome = try await platform.committer.submit(.applyForPayment(command), admission: caller.admission)
            guard case .application(let application) = outcome else { preconditionFailure("applying makes an application") }
            return (application, code.text)
        } catch let refusal as LedgerRefusal {
            if case .userUnknown = refusal {
                throw PlatformError.badParameter("specify_dragonex_uid", "names no user of this platform")
            }
            throw refusal.platformError
        }
    }
}

/// What opens a payment's page.
package struct PaymentCode: HashedSecret {
    package let text: String

    package init(_ text: String) { self.text = text }
}
