import HTTPTypes
import Hummingbird
import NIOCore
import PayDomain
import PayWire

/// Makes the answers of the pages: every one with the headers that guard it.
struct PageAnswers: Sendable {
    private let templates: PageTemplates
    private let isSecure: Bool

    init(isSecure: Bool) throws {
        templates = try PageTemplates(siteName: "Imugi")
        self.isSecure = isSecure
    }

    /// - Parameters:
    ///   - redirectURL: where a form of the page may end.
    ///   - cookies: whole `Set-Cookie` values.
    func page(
        _ page: Page, for request: PageRequest, redirectURL: String? = nil, cookies: [String] = []
    ) -> Response {
        let scheme = redirectURL?.prefix { $0 != ":" }.lowercased()
        var headers = PageSecurity.headers(redirectScheme: scheme, tls: isSecure)
        if let seconds = page.retryAfter { headers[.retryAfter] = String(seconds) }
        let html = templates.html(page, in: PageFrame(language: request.language, address: request.address))
        return answer(html, status: page.status, headers: headers, cookies: cookies)
    }

    /// A page of the account.
    func page(
        _ content: some PageContent, in section: AccountSection?, of payer: AccountHolder?, for request: PageRequest,
        status: HTTPResponse.Status = .ok, cookies: [String] = []
    ) -> Response {
        let frame = PageFrame(language: request.language, address: request.address)
        let head = payer.map { AccountHead(section, of: $0, texts: request.language.texts) }
        let html = templates.html(content, head: head, in: frame)
        return answer(html, status: status, headers: PageSecurity.headers(tls: isSecure), cookies: cookies)
    }

    private func answer(_ html: [UInt8], status: HTTPResponse.Status, headers: HTTPFields, cookies: [String]) -> Response {
        var headers = headers
        for cookie in cookies { headers.append(HTTPField(name: .setCookie, value: cookie)) }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: html)))
    }

    /// 303, so that the browser asks by GET whatever it sent before and no password is sent on.
    func seeOther(_ location: String, cookies: [String] = []) -> Response {
        var headers = PageSecurity.headers(tls: isSecure)
        headers[.contentType] = nil
        headers[.location] = location
        for cookie in cookies { headers.append(HTTPField(name: .setCookie, value: cookie)) }
        return Response(status: .seeOther, headers: headers)
    }

    static func asset(_ asset: PageAsset, isCurrent: Bool) -> Response {
        let headers: HTTPFields = [
            .contentType: asset.contentType, .cacheControl: isCurrent ? PageAsset.cacheControl : "no-cache",
            .xContentTypeOptions: "nosniff",
        ]
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: asset.bytes)))
    }
}
