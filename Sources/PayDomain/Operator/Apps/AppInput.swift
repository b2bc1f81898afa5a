import PayCore

/// Reads the parts of an app that ``CreateApp`` and ``ChangeApp`` share.
struct AppInput {
    static let maximumAddresses = 50

    let rules: OperatorRules

    func redirectOrigins(_ texts: [String]) throws(OperatorRefusal) -> RedirectOrigins {
        RedirectOrigins(origins: try list(texts, "redirect_origins", rules.redirectOrigin), allowsLoopback: false)
    }

    func loginURLs(_ texts: [String]) throws(OperatorRefusal) -> [String] { try list(texts, "login_urls", rules.loginURL) }

    /// Each text in its one form, and each of those once.
    private func list(_ texts: [String], _ field: String, _ rule: OperatorRules.Rule) throws(OperatorRefusal) -> [String] {
        guard texts.count <= Self.maximumAddresses else {
            throw .wrong(field, "must be at most \(Self.maximumAddresses); there are \(texts.count)")
        }
        var values: [String] = []
        for text in texts {
            let value = try rule(text)
            if !values.contains(value) { values.append(value) }
        }
        return values
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
