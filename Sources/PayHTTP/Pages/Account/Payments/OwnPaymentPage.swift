import Hummingbird
import PayCore
import PayDomain

/// `/account/payments/{id}`: one payment, with its receipt. Another user's is not found, like one that there is not.
struct OwnPaymentPage: Sendable {
    static let path = "/account/payments/{id}"

    private let platform: Platform
    private let account: AccountServer

    init(_ platform: Platform, on account: AccountServer) {
        self.platform = platform
        self.account = account
    }

    static func reference(of order: OrderID) -> String { "\(PaymentsPage.path)/\(order)" }

    func show(_ request: Request, _ context: PayContext) async -> Response {
        let text = context.parameters.get("id") ?? ""
        return await account.show(request, context, at: Self.address(text)) { holder, page in
            guard let id = Self.orderID(text), let view = try await ViewOwnPayment(platform).run(id, as: holder.user.id) else {
                return account.server.answers.page(.ending(.notFound), for: page)
            }
            let content = OwnPaymentContent(view, publicURL: platform.settings.publicURL, texts: page.language.texts)
            return account.page(content, in: .payments, of: holder, for: page)
        }
    }

    func submit(_ request: Request, _ context: PayContext) async -> Response {
        let text = context.parameters.get("id") ?? ""
        return await account.submit(request, context, at: Self.address(text)) { _, _, _ in throw PageForm.Unreadable() }
    }

    private static func address(_ id: String) -> PageAddress.Form { PageAddress.Form("\(PaymentsPage.path)/\(id)") }

    /// The number, written as it is shown.
    private static func orderID(_ text: String) -> OrderID? {
        guard let number = Int64(text), String(number) == text else { return nil }
        return OrderID(number)
    }
}
