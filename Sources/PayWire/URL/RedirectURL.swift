/// A `redirect_url` (protocol, 5.1 and section 6): a ``WebURL`` whose own query holds none of the names that the way back adds.
package enum RedirectURL {
    /// What the platform adds after a payment (protocol, 5.2), and the code of a login, so that none of the two can pass for the other.
    package static let paymentNames = [
        "id", "uid", "coin_code", "volume", "cut_volume", "trade_no", "direction", "status", "state", "code",
    ]

    /// Whether the origin is registered is the caller's question.
    ///
    /// - Parameter reservedNames: what the platform will add.
    /// - Throws: ``WebURLError``.
    package static func parse(_ text: String, reservedNames: [String] = paymentNames) throws(WebURLError) -> WebURL {
        let url = try WebURL(text)
        guard let query = url.query else { return url }
        // Some servers still split at ";", so a name behind one would collide there.
        let pieces = query.utf8.map { $0 == UInt8(ascii: ";") ? UInt8(ascii: "&") : $0 }
        let pairs: QueryString
        do { pairs = try QueryString(parsing: pieces, plusIsSpace: true) } catch { throw .query }
        for name in reservedNames where pairs[name] != nil { throw .reservedName(name) }
        return url
    }
}
