/// The `redirect_url` of a payment (protocol, 5.1): a ``WebURL`` whose own query holds none of the names that the way back adds.
package enum RedirectURL {
    /// What the platform adds (protocol, 5.2 and 6).
    package static let reservedNames = [
        "id", "uid", "coin_code", "volume", "cut_volume", "trade_no", "direction", "status", "state", "code",
    ]

    /// Whether the origin is registered is the caller's question.
    ///
    /// - Throws: ``WebURLError``.
    package static func parse(_ text: String) throws(WebURLError) -> WebURL {
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
