import HTTPTypes

/// The headers that guard every page.
package enum PageSecurity {
    /// Headers of a page: script, style and images from here only and none inline, no framing, no caching, no referrer.
    ///
    /// - Parameters:
    ///   - redirectScheme: `https` or `http`, of where a form of the page ends. Chromium holds `form-action` against every redirect that
    ///     follows a form, those of the app's own servers too, wherever they lead; an origin would leave the payer stuck here after paying.
    ///   - tls: whether browsers reach the platform by `https`.
    package static func headers(redirectScheme: String? = nil, tls: Bool) -> HTTPFields {
        var fields = HTTPFields()
        fields[.contentType] = "text/html; charset=utf-8"
        fields[.cacheControl] = "no-store"
        fields[.contentSecurityPolicy] = policy(redirectScheme: redirectScheme)
        fields[.xContentTypeOptions] = "nosniff"
        if let name = HTTPField.Name("X-Frame-Options") { fields[name] = "DENY" }
        if let name = HTTPField.Name("Referrer-Policy") { fields[name] = "no-referrer" }
        if let name = HTTPField.Name("Cross-Origin-Opener-Policy") { fields[name] = "same-origin" }
        if let name = HTTPField.Name("Cross-Origin-Resource-Policy") { fields[name] = "same-origin" }
        if tls { fields[.strictTransportSecurity] = "max-age=31536000" }
        return fields
    }

    private static func policy(redirectScheme: String?) -> String {
        let targets =
            switch redirectScheme {
            case "https": " https:"
            case "http": " http: https:"
            default: ""
            }
        return [
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
            "form-action 'self'\(targets)",
            "frame-ancestors 'none'", "base-uri 'none'",
        ].joined(separator: "; ")
    }
}
