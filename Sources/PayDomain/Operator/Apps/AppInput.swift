import PayCore

/// Reads the parts of an app that ``CreateApp`` and ``ChangeApp`` share.
struct AppInput {
    static let maximumRedirectOrigins = 50

    let rules: OperatorRules

    func redirectOrigins(_ texts: [String]) throws(OperatorRefusal) -> RedirectOrigins {
        guard texts.count <= Self.maximumRedirectOrigins else {
            throw .wrong("redirect_origins", "must be at most \(Self.maximumRedirectOrigins); there are \(texts.count)")
        }
        var origins: [String] = []
        for text in texts {
            let origin = try rules.redirectOrigin(text)
            if !origins.contains(origin) { origins.append(origin) }
        }
        return RedirectOrigins(origins: origins, allowsLoopback: false)
    }

    func loginURLs(_ texts: [String]) throws(OperatorRefusal) -> [String] {
        guard texts.count <= Self.maximumRedirectOrigins else {
            throw .wrong("login_urls", "must be at most \(Self.maximumRedirectOrigins); there are \(texts.count)")
        }
        var urls: [String] = []
        for text in texts {
            let url = try rules.loginURL(text)
            if !urls.contains(url) { urls.append(url) }
        }
        return urls
    }

    func callbackURL(_ text: String) throws(OperatorRefusal) -> String? {
        text == OperatorInput.none ? nil : try rules.callbackURL(text)
    }

    func envelopeMember(_ text: String) throws(OperatorRefusal) -> App.EnvelopeMember {
        guard let member = App.EnvelopeMember(rawValue: text) else {
            throw .wrong("envelope_member", "must be data or Data; it is \(quoted(text))")
        }
        return member
    }

    /// A key under which answers carry their short tag: 128 random bits. It follows the time stamp in the signed text with nothing
    /// between them, so it must not begin with a digit.
    static func newCheckKey() -> String { "k" + SecureRandom.hex(bytes: 16) }

    static func newStrongSecret() -> [UInt8] { SecureRandom.bytes(32) }
}
