import Hummingbird
import PayCore
import PayDomain

/// `/account/payments`: a user's payments at all apps, newest first, with search.
struct PaymentsPage: Sendable {
    static let path = AccountSection.payments.path

    private let platform: Platform
    private let account: AccountServer

    init(_ platform: Platform, on account: AccountServer) {
        self.platform = platform
        self.account = account
    }

    func show(_ request: Request, _ context: PayContext) async -> Response {
        await account.show(request, context, at: PaymentsQuery.address) { holder, page in
            let directory = platform.directory.current
            let query = PaymentsQuery(page.query, in: directory)
            let list = try await ListOwnPayments(platform).run(
                query.filter(of: holder.user.id), search: PaymentSearch(query.search), after: query.place
            )
            let coins = directory.coins.values.sorted { $0.id < $1.id }
            let content = PaymentsContent(list, query: query, coins: coins, texts: page.language.texts)
            return account.page(content, in: .payments, of: holder, for: page)
        }
    }

    func submit(_ request: Request, _ context: PayContext) async -> Response {
        await account.submit(request, context, at: PaymentsQuery.address) { _, _, _ in throw PageForm.Unreadable() }
    }
}
