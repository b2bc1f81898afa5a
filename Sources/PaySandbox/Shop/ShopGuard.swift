import HTTPTypes
import Hummingbird
import PayWire

/// Keeps every page but the shop's own from making it pay: a page on the internet can send forms to this machine, and can give its own host
/// name this machine's address.
enum ShopGuard {
    /// Whether a POST comes from the shop's page, or from no browser at all.
    ///
    /// - Parameter origin: `scheme://host[:port]` under which the sandbox says it is reached.
    static func isOwn(_ request: Request, reachedAt origin: String) -> Bool {
        let host = request.head.authority ?? ""
        guard isThisMachine(host, origin) else { return false }
        if let site = HTTPField.Name("Sec-Fetch-Site").flatMap({ request.headers[$0] }) { return ["same-origin", "none"].contains(site) }
        // Browsers name where a form comes from; a program that names nothing is run by whoever owns this machine.
        guard let source = request.headers[.origin] else { return true }
        return source == "http://\(host)" || source == "https://\(host)"
    }

    /// A name of somebody else's may be made to lead here; an address or `localhost` may not.
    private static func isThisMachine(_ host: String, _ origin: String) -> Bool {
        guard let url = try? WebURL("http://\(host)/") else { return false }
        if case .address = url.host { return true }
        return url.isLoopback || (try? WebURL(origin)).map { $0.host == url.host } ?? false
    }
}
