import Hummingbird
import PayCore
import PayDomain
import PayLedger

/// What the pay page shows.
extension PayPage {
    /// Shows the payment as it stands, or the ending that keeps it from being paid.
    func present(
        _ page: PageRequest, notice: SignInView.Notice? = nil, login: String = "", problem: PayView.Problem? = nil,
        obstacle known: PaymentObstacle? = nil
    ) async throws -> Response {
        guard let code = page.paymentCode else { throw PaymentObstacle.codeUnknown }
        let view = try await ViewPayment(platform).run(code: code, app: page.appID, as: page.user)
        let redirectURL = view.application.terms.redirectURL
        let (csrf, set) = server.sessions.token(for: page)
        let summary = PaymentSummary(view)
        guard let user = page.user else {
            if let obstacle = known ?? view.obstacle {
                let ending = ending(obstacle, of: view, user: nil, open: nil)
                return server.answers.page(.ending(ending), for: page, redirectURL: redirectURL, cookies: set)
            }
            let content = SignInView(
                payment: summary, now: platform.clock.now(), csrf: csrf, login: login, notice: notice, canCancel: view.guestMayCancel,
                isAnswered: view.isAnswered
            )
            return server.answers.page(.signIn(content), for: page, redirectURL: redirectURL, cookies: set)
        }
        let open = OpenPayment(payment: summary, payer: user.name, csrf: csrf)
        if let order = view.order {
            let ending = paid(order, view: view, summary: summary, returning: page.isDone)
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
            open: open, shown: server.sessions.token(showing: summary), available: PageAmount(available, of: view.coin),
            remaining: PageAmount(remaining, of: view.coin), now: platform.clock.now(),
            problem: problem ?? (page.looksAgain ? .nothingPaidYet : nil)
        )
        return server.answers.page(.pay(content), for: page, redirectURL: redirectURL, cookies: set)
    }

    /// - Parameter returning: whether the browser goes back to the app by itself.
    private func paid(_ order: Order, view: PaymentView, summary: PaymentSummary, returning: Bool) -> PageEnding {
        guard let arriveTime = order.arriveTime else {
            return .failed(
                app: view.app.name, back: view.wayBack(order.user, order, inSeconds: returning ? Self.secondsToReadFailure : nil))
        }
        let back = view.wayBack(order.user, order, inSeconds: returning ? Self.secondsToReadSuccess : nil)
        return .alreadyPaid(
            PaidPayment(payment: summary, order: order.id, tradeNo: order.key.tradeNo, paidAt: arriveTime, back: back)
        )
    }

    private static let secondsToReadSuccess = 5
    private static let secondsToReadFailure = 10

    /// - Parameter open: the payment as its signed-in payer sees it; `nil` if nobody is signed in.
    private func ending(_ obstacle: PaymentObstacle, of view: PaymentView, user: User?, open: OpenPayment?) -> PageEnding {
        let app = view.app.name
        switch (obstacle, open) {
        // Whoever comes back to the page still needs the way to the app, which learns that nothing was paid.
        case (.codeExpired, _): return .expired(app: app, at: view.application.expireTime, back: view.wayBack(user?.id, nil))
        case (.cancelled, _): return .cancelled(app: app, back: view.wayBack(user?.id, nil))
        case (.answeredByAnother, _): return .paidByAnother(app: app, payer: open?.payer ?? "", csrf: open?.csrf ?? "")
        case (.namedForAnother, let open?): return .belongsToAnother(app: app, payer: open.payer, csrf: open.csrf)
        case (.paymentsFrozen, let open?): return .paymentsFrozen(open)
        case (.tradePasswordChanged(let until), let open?): return .tradePasswordChanged(open, until: until)
        case (.payerIsPayee, let open?): return .payerIsPayee(open)
        case (.balanceTooSmall, let open?):
            return .balanceTooSmall(open, available: PageAmount(view.available ?? .zero, of: view.coin))
        case (.tradePasswordLocked(let until), let open?): return .tradePasswordLocked(open, until: until)
        case (.tradePasswordNotSet, let open?): return .tradePasswordNotSet(open)
        case (.appDisabled, _): return .appDisabled(app: app)
        case (.coinNotAllowed, _): return .coinNotAllowed(app: app, coin: view.coin.code.uppercased())
        case (.amountTooLarge, _): return .payeeCannotReceive(app: app)
        case (.busy, _): return .tooBusy
        default: return .linkUnknown
        }
    }
}

extension PaymentSummary {
    init(_ view: PaymentView) {
        let terms = view.application.terms
        self.init(
            app: view.app.name, company: view.companyName, coin: view.coin, volume: terms.volume, cut: view.cut,
            scene: terms.texts.scene, description: terms.texts.desc, expires: view.application.expireTime
        )
    }
}

extension PaymentView {
    /// The way back to the app, with the result that it learns.
    ///
    /// - Parameters:
    ///   - user: who answered the payment, or looks at it; `nil` if nobody is signed in.
    ///   - seconds: after which the browser goes there by itself.
    fileprivate func wayBack(_ user: UserID?, _ order: Order?, inSeconds seconds: Int? = nil) -> ReturnLink? {
        let result = PaymentResult(application: application, coin: coin, user: user, order: order)
        return ReturnLink(url: PaymentRedirect.url(of: result), app: app.name, inSeconds: seconds)
    }
}
