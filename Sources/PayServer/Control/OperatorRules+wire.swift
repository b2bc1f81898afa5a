import PayCallbacks
import PayCore
import PayDomain
import PayHTTP
import PayWire

extension OperatorRules {
    /// The rules of a platform: a callback URL is one to which its callbacks would be sent.
    package static func wire(_ settings: PlatformSettings) -> OperatorRules {
        let callbacks = CallbackAddressPolicy(settings)
        return OperatorRules(
            redirectOrigin: redirectOrigin,
            loginURL: loginURL,
            callbackURL: { text throws(OperatorRefusal) in try callbackURL(text, under: callbacks) },
            address: address
        )
    }

    private static func redirectOrigin(_ text: String) throws(OperatorRefusal) -> String {
        let url: WebURL
        do {
            url = try WebURL(text)
        } catch {
            throw refusal("redirect_origins", "\(error)", text)
        }
        guard url.path.isEmpty, url.query == nil else {
            throw refusal("redirect_origins", "must be origins, scheme://host[:port] without a path, such as \(url.origin)", text)
        }
        return url.origin
    }

    private static func loginURL(_ text: String) throws(OperatorRefusal) -> String {
        let url: WebURL
        do {
            url = try WebURL(text)
        } catch {
            throw refusal("login_urls", "\(error)", text)
        }
        guard url.query == nil else { throw refusal("login_urls", "must have no query: an app may send any", text) }
        guard url.scheme == .https || url.isLoopback else {
            throw refusal("login_urls", "must begin with https://, or lead to the browser's own machine", text)
        }
        return url.text
    }

    private static func callbackURL(_ text: String, under policy: CallbackAddressPolicy) throws(OperatorRefusal) -> String {
        do {
            return try policy.check(text).text
        } catch {
            throw OperatorRefusal(error.code, field: error.field, "\(error.message); it is \(quoted(text)).")
        }
    }

    private static func address(_ text: String) throws(OperatorRefusal) -> String {
        guard let address = PeerAddress(text) else {
            throw refusal("bound_addresses", "must be IP addresses such as 192.0.2.1 or 2001:db8::1, without ports", text)
        }
        return address.description
    }

    private static func refusal(_ field: String, _ message: String, _ text: String) -> OperatorRefusal {
        OperatorRefusal(.badParameter, field: field, "\(field) \(message); it is \(quoted(text)).")
    }
}
