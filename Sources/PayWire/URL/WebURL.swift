import PayCore

/// An absolute `http` or `https` URL that has exactly one reading: what browsers, libraries and proxies take differently is refused.
package struct WebURL: Hashable, Sendable {
    package static let maximumBytes = 2048

    package enum Scheme: String, Hashable, Sendable {
        case http
        case https

        package var defaultPort: Int { self == .http ? 80 : 443 }
    }

    package enum Host: Hashable, Sendable {
        /// In lower case, without a trailing dot.
        case name(String)
        case address(IPAddress)
    }

    /// Exactly as given.
    package let text: String
    package let scheme: Scheme
    package let host: Host
    /// As given; `nil` if there was none.
    package let explicitPort: Int?
    /// `scheme://host[:port]` exactly as given. Origins are compared byte by byte.
    package let origin: String
    /// As given; `""` if there was none.
    package let path: String
    /// As given, without `?`; `nil` if there was none.
    package let query: String?

    /// The port to connect to.
    package var port: Int { explicitPort ?? scheme.defaultPort }

    /// Whether the host is this machine by its name or by its address.
    package var isLoopback: Bool {
        switch host {
        case .name(let name): name.hasSameBytes(as: "localhost")
        case .address(let address): address.isLoopback
        }
    }

    /// Reads a URL. The rules are those of ``WebURLError``'s texts.
    ///
    /// - Throws: ``WebURLError``.
    package init(_ text: String) throws(WebURLError) {
        guard text.utf8.count <= Self.maximumBytes else { throw .tooLong }
        let bytes = Array(text.utf8)
        try Self.checkCharacters(bytes)
        let parts = try WebURLParts(bytes)
        self.text = text
        scheme = parts.scheme
        (host, explicitPort) = try WebURLAuthority.parse(parts.authority)
        let rest = bytes[parts.authority.endIndex...]
        guard !rest.contains(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "]") }) else { throw .forbiddenCharacter }
        origin = String(decoding: bytes[..<parts.authority.endIndex], as: UTF8.self)
        try WebURLPath.check(parts.path)
        path = String(decoding: parts.path, as: UTF8.self)
        query = parts.query.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The URL with pairs added to its query, its own query kept as it is.
    package func appending(_ pairs: QueryString) -> String {
        guard !pairs.pairs.isEmpty else { return text }
        guard let query else { return "\(text)?\(pairs.text)" }
        return query.isEmpty || query.utf8.last == UInt8(ascii: "&") ? text + pairs.text : "\(text)&\(pairs.text)"
    }

    private static func checkCharacters(_ bytes: [UInt8]) throws(WebURLError) {
        for index in bytes.indices {
            switch bytes[index] {
            case UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"), UInt8(ascii: "^"), UInt8(ascii: "`"),
                UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
                throw .forbiddenCharacter
            case UInt8(ascii: "#"): throw .fragment
            case UInt8(ascii: "%"): guard PercentEncoding.escapedByte(in: bytes[...], at: index) != nil else { throw .escape }
            case 0x21...0x7E: continue
            default: throw .forbiddenCharacter
            }
        }
    }
}

/// Where the parts of a URL begin and end.
private struct WebURLParts {
    let scheme: WebURL.Scheme
    let authority: ArraySlice<UInt8>
    let path: ArraySlice<UInt8>
    let query: ArraySlice<UInt8>?

    init(_ bytes: [UInt8]) throws(WebURLError) {
        let start: Int
        if bytes.starts(with: "https://".utf8) {
            (scheme, start) = (.https, 8)
        } else if bytes.starts(with: "http://".utf8) {
            (scheme, start) = (.http, 7)
        } else {
            throw .scheme
        }
        let queryMark = bytes[start...].firstIndex(of: UInt8(ascii: "?")) ?? bytes.endIndex
        let pathStart = bytes[start..<queryMark].firstIndex(of: UInt8(ascii: "/")) ?? queryMark
        authority = bytes[start..<pathStart]
        path = bytes[pathStart..<queryMark]
        query = queryMark < bytes.endIndex ? bytes[(queryMark + 1)...] : nil
    }
}
