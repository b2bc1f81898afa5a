import Hummingbird
import PayDomain

/// The hosted pages' paths.
struct PageRoutes: Sendable {
    private let pay: PayPage
    private let login: LoginPage
    private let account: AccountRoutes
    private let receipt: ReceiptPage

    /// - Throws: the error of a template that is broken.
    init(_ platform: Platform, proxies: TrustedProxies) throws {
        let server = try PageServer(platform, proxies: proxies)
        pay = PayPage(platform, on: server)
        login = LoginPage(platform, on: server)
        account = AccountRoutes(platform, on: server)
        receipt = ReceiptPage(platform, on: server)
    }

    func add(to router: Router<PayContext>) {
        // The published sample of a pay_url has the second spelling.
        for path in ["/oauth/pay", "/oauth/payment"] {
            router.read(RouterPath(path)) { [pay] request, context in await pay.show(request, context) }
            router.post(RouterPath(path)) { [pay] request, context in await pay.submit(request, context) }
            router.refuseOtherMethods(RouterPath(path), allowed: .reading + [.post])
        }
        let loginPath = RouterPath(LoginPage.path)
        router.read(loginPath) { [login] request, context in await login.show(request, context) }
        router.post(loginPath) { [login] request, context in await login.submit(request, context) }
        router.refuseOtherMethods(loginPath, allowed: .reading + [.post])
        account.add(to: router)
        let receiptPath = RouterPath(ReceiptPage.path)
        router.read(receiptPath) { [receipt] request, context in await receipt.show(request, context) }
        router.refuseOtherMethods(receiptPath, allowed: .reading)
        for asset in PageAsset.all {
            router.serve(asset)
        }
    }
}
