import Hummingbird
import PayDomain

/// The paths of a user's own pages. Each is one line of the table: a path, its section, and what shows and answers it.
struct AccountRoutes: Sendable {
    private let overview: AccountOverviewPage

    init(_ platform: Platform, on server: PageServer) {
        let account = AccountServer(server)
        overview = AccountOverviewPage(platform, on: account)
    }

    func add(to router: Router<PayContext>) {
        let path = RouterPath(AccountOverviewPage.path)
        router.read(path) { [overview] request, context in await overview.show(request, context) }
        router.post(path) { [overview] request, context in await overview.submit(request, context) }
        router.refuseOtherMethods(path, allowed: .reading + [.post])
    }
}
