import HTTPTypes
import Hummingbird
import PayDomain
import PayWire

/// A request for a page: who asks, in which language, and for what.
struct PageRequest: Sendable {
    /// Empty if it cannot be read: then it asks for nothing, and the page says so.
    let query: QueryString
    /// The page's own address: only what the platform reads of it.
    let address: PageAddress
    /// Who is signed in, once ``findUser(_:)`` has looked.
    private(set) var user: User?
    /// What the browser's forms are bound to: its session, or its form cookie before one.
    private(set) var binding: String?
    /// The session that the browser shows and that has ended, if it does: forms that were made under it are still the browser's own, and
    /// whoever sends one is asked to sign in again.
    private(set) var endedBinding: String?
    let language: PageLanguage
    /// The language that the address asks for, to be remembered.
    let chosenLanguage: PageLanguage?
    /// What shows under which name this browser has signed in before.
    let knownName: String?
    /// The caller's address; `nil` if it does not tell callers apart, as that of a proxy on this machine.
    let caller: String?
    /// What the browser calls itself.
    let browser: BrowserKind
    /// What the page of the account that is shown now tells first.
    let notice: String?
    private let session: String?

    /// - Parameters:
    ///   - caller: the address that the request came from.
    ///   - form: what the page knows of its address; the rest of the query is dropped from it.
    init(_ request: Request, from caller: PeerAddress?, at form: PageAddress.Form, cookies: PageCookies) {
        let query = request.targetParts.query.flatMap { try? QueryString(parsing: $0) } ?? QueryString([])
        self.query = query
        address = PageAddress(
            path: form.path, query: form.fields.compactMap { name in query.once(name).map { PageAddress.Field(name, $0) } }
        )
        let asked = query.once("lang")
        language = PageLanguage.chosen(
            query: asked, cookie: cookies.value(cookies.language, in: request.headers),
            acceptLanguage: request.headers[.acceptLanguage]
        )
        chosenLanguage = asked.flatMap(PageLanguage.matching)
        knownName = cookies.value(cookies.known, in: request.headers)
        self.caller = caller.flatMap { $0.isLoopback ? nil : $0.description }
        browser = BrowserKind(userAgent: request.headers[.userAgent])
        notice = cookies.value(cookies.notice, in: request.headers)
        session = cookies.value(cookies.session, in: request.headers)
        binding = cookies.value(cookies.form, in: request.headers)
    }

    /// Finds out who is signed in.
    mutating func findUser(_ platform: Platform) async throws {
        guard let session else { return }
        guard let user = try await FindSession(platform).run(SessionID(session)) else {
            endedBinding = session
            return
        }
        (self.user, binding) = (user, session)
    }

    /// The session of whoever is signed in.
    var sessionID: SessionID? { user == nil ? nil : session.map { SessionID($0) } }

    /// Where a sign-in, or a password that is asked for again, comes from.
    func origin(isKnownBrowser: Bool = false) -> SignInOrigin {
        SignInOrigin(isKnownBrowser: isKnownBrowser, address: caller, browser: browser)
    }

    /// For how long a language that was asked for is remembered, in seconds: a year.
    private static let languageLifetime: Int64 = 365 * 86_400

    /// The cookie by which a language that was asked for is remembered.
    func languageCookies(_ cookies: PageCookies) -> [String] {
        chosenLanguage.map { [cookies.setting(cookies.language, to: $0.code, for: Self.languageLifetime)] } ?? []
    }
}

extension QueryString {
    /// The value of a name that is given exactly once.
    func once(_ name: String) -> String? {
        let values = values(name)
        return values.count == 1 ? values[0] : nil
    }
}
