import Hummingbird
import PayCore
import PayDomain
import PayLedger
import PayWire

/// `/oauth/pay`: the page on which a user confirms or cancels a payment (protocol, 5.2). It shows what was stored; of its address only
/// `code` and `app_id` are read.
struct PayPage: Sendable {
    private static let address = PageAddress.Form("/oauth/pay", fields: ["app_id", "code"])

    let platform: Platform
    let server: PageServer

    init(_ platform: Platform, on server: PageServer) {
        self.platform = platform
        self.server = server
    }

    func show(_ request: Request, _ context: PayContext) async -> Response {
        await server.show(request, context, at: Self.address) { page in try await present(page) }
    }

    func submit(_ request: Request, _ context: PayContext) async -> Response {
        await server.submit(request, context, at: Self.address) { form, page in try await act(on: form, page) }
    }

    // MARK: - Actions

    private func act(on form: PageForm, _ page: PageRequest) async throws -> Response {
        switch form.action {
        case .signIn:
            switch try await server.sessions.signIn(form, page) {
            case .answer(let response): return response
            case .again(let notice): return try await present(page, notice: notice, login: form.login)
            }
        case .signOut: return try await server.sessions.signOut(page)
        case .cancel:
            return try await answer(page) { code in try await CancelPayment(platform).run(code: code, app: page.appID, as: page.user?.id) }
        case .confirm:
            guard let user = page.user else { return try await present(page, notice: .sessionEnded) }
            guard !form.tradePassword.isEmpty else { return try await present(page, problem: .tradePasswordMissing) }
            return try await answer(page, stayingHere: form.wantsResultHere) { code in
                let view = try await ViewPayment(platform).run(code: code, app: page.appID, as: user)
                guard view.order != nil || server.sessions.token(showing: PaymentSummary(view)) == form.shown else {
                    throw PaymentObstacle.paymentChanged
                }
                return try await ConfirmPayment(platform)
                    .run(code: code, app: page.appID, as: user.id, tradePassword: form.tradePassword, shown: view.cut)
            }
        default: throw PageForm.Unreadable()
        }
    }

    /// Sends the browser on with the result, or shows what keeps the payment from being answered.
    ///
    /// - Parameter stayingHere: whether the browser sees the result here before it goes to the app.
    private func answer(
        _ page: PageRequest, stayingHere: Bool = false, _ body: (PaymentCode) async throws -> PaymentResult
    ) async throws -> Response {
        guard let code = page.paymentCode else { throw PaymentObstacle.codeUnknown }
        do {
            let result = try await body(code)
            let location = stayingHere ? page.address.setting("done", to: "1").reference : PaymentRedirect.url(of: result)
            return server.answers.seeOther(location)
        } catch PaymentObstacle.tradePasswordWrong(let triesLeft) {
            return try await present(page, problem: .wrongTradePassword(triesLeft: triesLeft))
        } catch PaymentObstacle.paymentChanged {
            return try await present(page, problem: .paymentChanged)
        } catch PaymentObstacle.namedForAnother where page.user == nil {
            return try await present(page)
        } catch PaymentObstacle.answeredByAnother where page.user == nil {
            // By whom is told to that user alone.
            return try await present(page)
        } catch let obstacle as PaymentObstacle {
            return try await present(page, obstacle: obstacle)
        }
    }
}

extension PageRequest {
    var paymentCode: PaymentCode? { query.once("code").map { PaymentCode($0) } }
    var appID: String? { query.once("app_id") }
    /// Whether the browser has just confirmed, and stays here for the result.
    var isDone: Bool { query.once("done") == "1" }
    /// Whether the browser looks for the outcome of a confirmation that failed on the way.
    var looksAgain: Bool { query.once("looks") != nil }
}
