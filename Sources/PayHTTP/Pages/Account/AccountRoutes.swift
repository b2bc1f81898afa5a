import Hummingbird
import PayDomain

/// The paths of a user's own pages. Each is one line of the table: a path, its section, and what shows and answers it.
struct AccountRoutes: Sendable {
    private let overview: AccountOverviewPage
    private let apps: AppsPage
    private let revoke: RevokePage
    private let revokeAll: RevokeAllPage
    private let security: SecurityPage
    private let password: ChangePasswordPage
    private let tradePassword: ChangeTradePasswordPage
    private let move: MoveMoneyPage
    private let moved: MovedMoneyPage
    private let payments: PaymentsPage
    private let payment: OwnPaymentPage

    init(_ platform: Platform, on server: PageServer) {
        let account = AccountServer(server)
        overview = AccountOverviewPage(platform, on: account)
        apps = AppsPage(platform, on: account)
        revoke = RevokePage(platform, on: account)
        revokeAll = RevokeAllPage(platform, on: account)
        security = SecurityPage(platform, on: account)
        password = ChangePasswordPage(platform, on: account)
        tradePassword = ChangeTradePasswordPage(platform, on: account)
        move = MoveMoneyPage(platform, on: account)
        moved = MovedMoneyPage(platform, on: account)
        payments = PaymentsPage(platform, on: account)
        payment = OwnPaymentPage(platform, on: account)
    }

    func add(to router: Router<PayContext>) {
        serve(AccountOverviewPage.path, on: router, show: overview.show, submit: overview.submit)
        serve(AppsPage.path, on: router, show: apps.show, submit: apps.submit)
        serve(RevokePage.path, on: router, show: revoke.show, submit: revoke.submit)
        serve(RevokeAllPage.path, on: router, show: revokeAll.show, submit: revokeAll.submit)
        serve(SecurityPage.path, on: router, show: security.show, submit: security.submit)
        serve(ChangePasswordPage.path, on: router, show: password.show, submit: password.submit)
        serve(ChangeTradePasswordPage.path, on: router, show: tradePassword.show, submit: tradePassword.submit)
        serve(MoveMoneyPage.path, on: router, show: move.show, submit: move.submit)
        serve(MovedMoneyPage.path, on: router, show: moved.show, submit: moved.submit)
        serve(PaymentsPage.path, on: router, show: payments.show, submit: payments.submit)
        serve(OwnPaymentPage.path, on: router, show: payment.show, submit: payment.submit)
    }

    /// Every page of the account answers a POST, since each may ask to sign in.
    private func serve(
        _ path: String, on router: Router<PayContext>, show: @escaping @Sendable (Request, PayContext) async -> Response,
        submit: @escaping @Sendable (Request, PayContext) async -> Response
    ) {
        let path = RouterPath(path)
        router.read(path, show)
        router.post(path, use: submit)
        router.refuseOtherMethods(path, allowed: .reading + [.post])
    }
}
