import PayCore

/// What a payment is about, as it was stored when the app applied for it; never what a URL says.
package struct PaymentSummary: Hashable, Sendable {
    package let app: String
    package let company: String
    /// What the payer pays.
    package let volume: PageAmount
    /// The fee, taken out of ``volume``; `nil` if there is none.
    package let fee: PageAmount?
    /// What arrives: `volume - cut`.
    package let payeeReceives: PageAmount
    /// The app's words for the occasion; may be empty.
    package let scene: String
    /// The app's words for what is paid for; may be empty.
    package let description: String
    /// When the code stops working.
    package let expires: Timestamp

    /// - Precondition: `0 ≤ cut ≤ volume`.
    package init(
        app: String,
        company: String,
        coin: Coin,
        volume: Amount,
        cut: Amount,
        scene: String,
        description: String,
        expires: Timestamp
    ) {
        guard !cut.isNegative, let net = volume.subtracting(cut), !net.isNegative else {
            preconditionFailure("a cut is between zero and its volume")
        }
        self.app = app
        self.company = company
        self.volume = PageAmount(volume, of: coin)
        self.fee = cut.isZero ? nil : PageAmount(cut, of: coin)
        self.payeeReceives = PageAmount(net, of: coin)
        self.scene = scene
        self.description = description
        self.expires = expires
    }

    /// All that a payer agrees to, in one text: no two payments share it that a payer would tell apart.
    var canonical: String {
        let parts = [app, company, volume.text, fee?.text ?? "", payeeReceives.text, scene, description]
        return parts.map { "\($0.utf8.count):\($0)" }.joined()
    }
}

/// A payment that waits, as its signed-in payer sees it: enough to cancel it or to sign in as somebody else.
package struct OpenPayment: Hashable, Sendable {
    package let payment: PaymentSummary
    /// The name that the payer signs in with.
    package let payer: String
    /// The session's token against forged forms.
    package let csrf: String

    package init(payment: PaymentSummary, payer: String, csrf: String) {
        self.payment = payment
        self.payer = payer
        self.csrf = csrf
    }
}
