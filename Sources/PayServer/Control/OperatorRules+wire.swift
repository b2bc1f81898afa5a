import PayDomain
import PayCore
import PayHTTP
import PayWire

extension OperatorRules {
    /// The rules of this platform.
    ///
    /// - Parameter callbacksAllowHTTP: whether callback URLs may be `http://` too.
    package static func wire(callbacksAllowHTTP: Bool) -> OperatorRules {
        OperatorRules(
            redirectOrigin: redirectOrigin,
            callbackURL: { text throws(OperatorRefusal) in try callbackURL(text, allowsHTTP: callbacksAllowHTTP) },
            address: address
        )
    }

    private static func redirectOrigin(_ text: String) throws(OperatorRefusal) -> String {
        let url = try webURL(text, field: "redirect_origins")
        guard url.path.isEmpty, url.query == nil else {
            throw refusal("redirect_origins", "must be origins, scheme://host[:port] without a path, such as \(url.origin)", text)
        }
        return url.origin
    }

    private static func callbackURL(_ text: String, allowsHTTP: Bool) throws(OperatorRefusal) -> String {
        let url = try webURL(text, field: "callback_url")
        guard url.scheme == .https || allowsHTTP else {
            throw refusal("callback_url", "must begin with https:// (http:// is for platforms that run with callbacks-allow-http)", text)
        }
        guard !url.isLoopback else { throw refusal("callback_url", "must not lead to this machine", text) }
        if case .address(let address) = url.host, !address.isPublicUnicast {
            throw refusal("callback_url", "must lead to a public address", text)
        }
        return url.text
    }

    private static func address(_ text: String) throws(OperatorRefusal) -> String {
        guard let address = PeerAddress(text) else {
            throw refusal("bound_addresses", "must be IP addresses such as 192.0.2.1 or 2001:db8::1, without ports", text)
        }
        return address.description
    }

    private static func webURL(_ text: String, field: String) throws(OperatorRefusal) -> WebURL {
        do {
            return try WebURL(text)
        } catch {
            throw refusal(field, "\(error)", text)
        }
    }

    private static func refusal(_ field: String, _ message: String, _ text: String) -> OperatorRefusal {
        OperatorRefusal(.badParameter, field: field, "\(field) \(message); it is \(quoted(text)).")
    }
}
