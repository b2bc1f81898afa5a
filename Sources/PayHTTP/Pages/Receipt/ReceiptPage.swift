import Hummingbird
import PayCore
import PayDomain

/// `/receipt`: anybody checks the code on a receipt, without signing in. A receipt may carry the address with the code in it.
///
/// It tells what the receipt itself states, and how much was given back since: neither the payer's name nor any balance.
struct ReceiptPage: Sendable {
    static let path = "/receipt"
    private static let addressForm = PageAddress.Form(path, fields: ["code"])

    private let platform: Platform
    private let server: PageServer

    init(_ platform: Platform, on server: PageServer) {
        self.platform = platform
        self.server = server
    }

    static func address(of code: String) -> PageAddress { PageAddress(path: path, query: [PageAddress.Field("code", code)]) }

    func show(_ request: Request, _ context: PayContext) async -> Response {
        await server.show(request, context, at: Self.addressForm) { page in
            let code = page.query.once("code") ?? ""
            let texts = page.language.texts
            let content: ReceiptContent
            if code.isEmpty {
                content = ReceiptContent(texts)
            } else if let receipt = try await VerifyReceipt(platform).run(code) {
                content = ReceiptContent(receipt, code: code, now: platform.clock.now(), texts)
            } else {
                content = ReceiptContent(refused: code, texts)
            }
            return server.answers.page(content, in: nil, of: nil, for: page, cookies: page.languageCookies(server.cookies))
        }
    }
}
