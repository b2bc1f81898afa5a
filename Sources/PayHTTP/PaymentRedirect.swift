import PayCore
import PayDomain
import PayLedger
import PayWire

/// Where the browser goes when a payment has been answered (protocol, 5.2).
package enum PaymentRedirect {
    /// What `status` says of a payment that its user cancelled.
    private static let cancelled = -1

    /// The app's `redirect_url`, its own query kept, with the result added. Everything in it is what was stored.
    package static func url(of result: PaymentResult) -> String {
        let application = result.application
        let scale = result.coin.scale
        guard let target = try? RedirectURL.parse(application.terms.redirectURL) else {
            preconditionFailure("a redirect_url is stored only after it was parsed")
        }
        return target.appending(
            QueryString([
                ("id", String(result.order?.id.number ?? 0)),
                ("uid", String(result.user?.number ?? 0)),
                ("coin_code", result.coin.code),
                ("volume", application.terms.volume.text(scale: scale)),
                ("cut_volume", (result.order?.cut ?? application.cut).text(scale: scale)),
                ("trade_no", application.key.tradeNo.text),
                ("direction", String(Direction.userToApp.rawValue)),
                ("status", String(result.order?.status.rawValue ?? cancelled)),
                ("state", application.terms.state),
            ])
        )
    }
}
