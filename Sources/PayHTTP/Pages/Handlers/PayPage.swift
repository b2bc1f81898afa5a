import Hummingbird
import PayCore
import PayDomain
import PayLedger
import PayWire

/// `/oauth/pay`: the page on which a user confirms or cancels a payment (protocol, 5.2). It shows what was stored; of its address only
/// `code` and `app_id` are read.
struct PayPage: Sendable {
    private static let address = PageAddress.Form("/oauth/pay", fields: ["app_id", "code"])

    private let platform: Platform
    private let server: PageServer

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
        case .confirm, .cancel:
            guard let user = page.user else { return try await present(page, notice: .sessionEnded) }
            guard let code = page.code else { throw PaymentObstacle.codeUnknown }
            if form.action == .confirm, form.tradePassword.isEmpty { return try await present(page, problem: .tradePasswordMissing) }
            do {
                let result =
                    if form.action == .cancel {
                        try await CancelPayment(platform).run(code: code, app: page.app, as: user.id)
                    } else {
                        try await ConfirmPayment(platform).run(
                            code: code, app: page.app, as: user.id, tradePassword: form.tradePassword
                        )
                    }
                return server.answers.seeOther(PaymentRedirect.url(of: result))
            } catch PaymentObstacle.tradePasswordWrong(let triesLeft) {
                return try await present(page, problem: .wrongTradePassword(triesLeft: triesLeft))
            } catch let obstacle as PaymentObstacle {
                return try await present(page, obstacle: obstacle)
            }
        default: throw PageForm.Unreadable()
        }
    }

    // MARK: - Pages

    /// Shows the payment as it stands, or the ending that keeps it from being paid.
    private func present(
        _ page: PageRequest, notice: SignInView.Notice? = nil, login: String = "", problem: PayView.Problem? = nil,
        obstacle known: PaymentObstacle? = nil
    ) async throws -> Response {
        guard let code = page.code else { throw PaymentObstacle.codeUnknown }
        let view = try await ViewPayment(platform).run(code: code, app: page.app, as: page.user)
        let redirectURL = view.application.terms.redirectURL
        let (csrf, formCookies) = server.sessions.token(for: page)
        let set = formCookies + page.languageCookies(server.cookies)
        let summary = PaymentSummary(view)
        guard let user = page.user else {
            if let obstacle = known ?? view.obstacle {
                let ending = ending(obstacle, of: view, user: nil, open: nil)
                return server.answers.page(.ending(ending), for: page, redirectURL: redirectURL, cookies: set)
            }
            let content = SignInView(
                payment: summary, now: platform.clock.now(), csrf: csrf, login: login, notice: notice, isAnswered: view.isAnswered
            )
            return server.answers.page(.signIn(content), for: page, redirectURL: redirectURL, cookies: set)
        }
        let open = OpenPayment(payment: summary, payer: user.name, csrf: csrf)
        if let order = view.order {
            let ending = paid(order, view: view, summary: summary, by: user)
            return server.answers.page(.ending(ending), for: page, redirectURL: redirectURL, cookies: set)
        }
        if let obstacle = known ?? view.obstacle {
            let ending = ending(obstacle, of: view, user: user, open: open)
            return server.answers.page(.ending(ending), for: page, redirectURL: redirectURL, cookies: set)
        }
        let available = view.available ?? .zero
        guard let remaining = available.subtracting(view.application.terms.volume) else {
            preconditionFailure("what is available covers the volume, or there would be an obstacle")
        }
        let content = PayView(
            open: open, available: PageAmount(available, of: view.coin), remaining: PageAmount(remaining, of: view.coin),
            now: platform.clock.now(), problem: problem
        )
        return server.answers.page(.pay(content), for: page, redirectURL: redirectURL, cookies: set)
    }

    private func paid(_ order: Order, view: PaymentView, summary: PaymentSummary, by user: User) -> PageEnding {
        let result = PaymentResult(application: view.application, coin: view.coin, user: user.id, order: order)
        let back = ReturnLink(url: PaymentRedirect.url(of: result), app: view.app.name)
        guard let arriveTime = order.arriveTime else { return .failed(app: view.app.name, back: back) }
        return .alreadyPaid(
            PaidPayment(payment: summary, order: order.id, tradeNo: order.key.tradeNo, paidAt: arriveTime, back: back)
        )
    }

    /// - Parameter open: the payment as its signed-in payer sees it; `nil` if nobody is signed in.
    private func ending(_ obstacle: PaymentObstacle, of view: PaymentView, user: User?, open: OpenPayment?) -> PageEnding {
        let app = view.app.name
        switch (obstacle, open) {
        case (.codeExpired, _): return .expired(app: app, at: view.application.expireTime, back: nil)
        case (.cancelled, _):
            // Whoever comes back to the page still needs the way to the app.
            let result = user.map { PaymentResult(application: view.application, coin: view.coin, user: $0.id, order: nil) }
            return .cancelled(app: app, back: result.flatMap { ReturnLink(url: PaymentRedirect.url(of: $0), app: app) })
        case (.answeredByAnother, _): return .paidByAnother(app: app, payer: open?.payer ?? "", csrf: open?.csrf ?? "")
        case (.namedForAnother, let open?): return .belongsToAnother(app: app, payer: open.payer, csrf: open.csrf)
        case (.paymentsFrozen, let open?): return .paymentsFrozen(open)
        case (.payerIsPayee, let open?): return .payerIsPayee(open)
        case (.balanceTooSmall, let open?):
            return .balanceTooSmall(open, available: PageAmount(view.available ?? .zero, of: view.coin))
        case (.tradePasswordLocked(let until), let open?): return .tradePasswordLocked(open, until: until)
        case (.tradePasswordNotSet, let open?): return .tradePasswordNotSet(open)
        case (.appDisabled, _), (.coinNotAllowed, _): return .appDisabled(app: app)
        case (.busy, _), (.amountTooLarge, _): return .unavailable
        default: return .linkUnknown
        }
    }
}

extension PageRequest {
    fileprivate var code: PaymentCode? { query.once("code").map { PaymentCode($0) } }
    fileprivate var app: String? { query.once("app_id") }
}

extension PaymentSummary {
    fileprivate init(_ view: PaymentView) {
        let terms = view.application.terms
        self.init(
            app: view.app.name, company: view.companyName, coin: view.coin, volume: terms.volume, cut: view.application.cut,
            scene: terms.texts.scene, description: terms.texts.desc, expires: view.application.expireTime
        )
    }
}
