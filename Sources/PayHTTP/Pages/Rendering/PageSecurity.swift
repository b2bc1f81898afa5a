import HTTPTypes

/// The headers that guard every page.
package enum PageSecurity {
    /// Headers of a page: no script at all, style and images from here only, no framing, no caching, no referrer.
    ///
    /// - Parameters:
    ///   - redirectOrigin: the origin that a form of the page ends at, such as `https://shop.example:8443`. Chromium holds
    ///     `form-action` against the redirect that answers a form too, so the app's origin must be allowed or the payer would be stuck
    ///     here after paying. Text that is not exactly an `http` or `https` origin is left out.
    ///   - tls: whether browsers reach the platform by `https`.
    package static func headers(redirectOrigin: String? = nil, tls: Bool) -> HTTPFields {
        var fields = HTTPFields()
        fields[.contentType] = "text/html; charset=utf-8"
        fields[.cacheControl] = "no-store"
        fields[.contentSecurityPolicy] = policy(redirectOrigin: redirectOrigin)
        fields[.xContentTypeOptions] = "nosniff"
        if let name = HTTPField.Name("X-Frame-Options") { fields[name] = "DENY" }
        if let name = HTTPField.Name("Referrer-Policy") { fields[name] = "no-referrer" }
        if let name = HTTPField.Name("Cross-Origin-Opener-Policy") { fields[name] = "same-origin" }
        if let name = HTTPField.Name("Cross-Origin-Resource-Policy") { fields[name] = "same-origin" }
        if tls { fields[.strictTransportSecurity] = "max-age=31536000" }
        return fields
    }

    private static func policy(redirectOrigin: String?) -> String {
        let target = redirectOrigin.flatMap { isOrigin($0) ? " \($0)" : nil } ?? ""
        return "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'\(target); frame-ancestors 'none'; base-uri 'none'"
    }

    /// Whether the text is scheme, host and maybe a port, out of characters that cannot end a directive.
    private static func isOrigin(_ text: String) -> Bool {
        guard let scheme = ["https://", "http://"].first(where: { text.utf8.starts(with: $0.utf8) }) else { return false }
        let rest = text.utf8.dropFirst(scheme.utf8.count)
        return !rest.isEmpty
            && rest.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
                    true
                default: false
                }
            }
    }
}
