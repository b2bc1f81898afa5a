import Hummingbird
import PayCore
import PayDomain
import PayHTTP
import PayWire

/// `POST /sandbox/pay`: does what the pay page does, without a browser.
struct SimulatePayment: Sendable {
    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    /// - Returns: `{"redirect_url"}`, or 409 where the page would show an error instead of returning to the app.
    func answer(_ fields: Fields) async throws -> Response {
        let (code, app) = try code(fields)
        guard let number = try fields.optionalPositive("uid"), let uid = UserID(number),
            let user = try await platform.store.user(uid)
        else { throw PlatformError.badParameter("uid", "names no user of this platform") }
        do {
            let result =
                switch try fields.requiredString("action") {
                case "approve":
                    try await approve(code, app: app, as: user, tradePassword: try fields.requiredString("trade_password"))
                case "cancel": try await CancelPayment(platform).run(code: code, app: app, as: user.id)
                default: throw PlatformError.badParameter("action", "must be \"approve\" or \"cancel\"")
                }
            return SandboxAnswer.json { writer in
                writer.beginObject()
                writer.member("redirect_url", PaymentRedirect.url(of: result))
                writer.endObject()
            }
        } catch let obstacle as PaymentObstacle {
            return SandboxAnswer.error(obstacle.platformError, status: .conflict)
        }
    }

    /// Looks at the page first, as a user does: one that shows an obstacle offers no way to confirm.
    private func approve(_ code: PaymentCode, app: String?, as user: User, tradePassword: String) async throws -> PaymentResult {
        if let obstacle = try await ViewPayment(platform).run(code: code, app: app, as: user).obstacle { throw obstacle }
        return try await ConfirmPayment(platform).run(code: code, app: app, as: user.id, tradePassword: tradePassword)
    }

    private func code(_ fields: Fields) throws -> (code: PaymentCode, app: String?) {
        if let code = try fields.string("code"), !code.isEmpty { return (PaymentCode(code), nil) }
        let url = try fields.requiredString("pay_url")
        guard let mark = url.utf8.firstIndex(of: UInt8(ascii: "?")),
            let query = try? QueryString(parsing: String(url[url.utf8.index(after: mark)...]), plusIsSpace: false),
            let code = query["code"]
        else { throw PlatformError.badParameter("pay_url", "must be the pay_url of an application, with its code") }
        return (PaymentCode(code), query["app_id"])
    }
}
