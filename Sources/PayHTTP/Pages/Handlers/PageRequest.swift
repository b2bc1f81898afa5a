import HTTPTypes
import Hummingbird
import PayDomain
import PayWire

/// A request for a page: who asks, in which language, and for which payment.
struct PageRequest: Sendable {
    let code: PaymentCode?
    let app: String?
    let user: User?
    /// What the browser's forms are bound to: its session, or its form cookie before one.
    let binding: String?
    let language: PageLanguage
    /// The language that the address asks for, to be remembered.
    let chosenLanguage: PageLanguage?

    init(_ request: Request, cookies: PageCookies, platform: Platform) async throws {
        // A query that cannot be read names no payment, and the page says so.
        let query = request.targetParts.query.flatMap { try? QueryString(parsing: $0) } ?? QueryString([])
        func once(_ name: String) -> String? {
            let values = query.values(name)
            return values.count == 1 ? values[0] : nil
        }
        code = once("code").map { PaymentCode($0) }
        app = once("app_id")
        language = PageLanguage.chosen(
            query: once("lang"), cookie: cookies.value(cookies.language, in: request.headers),
            acceptLanguage: request.headers[.acceptLanguage]
        )
        chosenLanguage = once("lang").flatMap { PageLanguage(rawValue: $0) }
        let session = cookies.value(cookies.session, in: request.headers)
        var user: User?
        if let session { user = try await FindSession(platform).run(SessionID(session)) }
        self.user = user
        binding = user == nil ? cookies.value(cookies.form, in: request.headers) : session
    }

    /// The page's own address: only what the platform reads of it.
    var address: PageAddress {
        var fields: [PageAddress.Field] = []
        if let app { fields.append(PageAddress.Field("app_id", app)) }
        if let code { fields.append(PageAddress.Field("code", code.text)) }
        return PageAddress(path: "/oauth/pay", query: fields)
    }
}
