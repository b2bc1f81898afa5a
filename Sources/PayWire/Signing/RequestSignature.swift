import Crypto

/// The parts of a server call that its signature covers (protocol, section 3), and the signature made from them.
package struct RequestSignature: Sendable {
    package let method: String
    /// As sent; empty if it was not.
    package let contentSHA1: String
    package let contentType: String
    package let date: String
    /// The `dragonex-…` headers with their names in lower case, in any order.
    package let headers: [(name: String, value: String)]
    /// As sent, without host and query.
    package let path: String

    package init(
        method: String, contentSHA1: String, contentType: String, date: String, headers: [(name: String, value: String)], path: String
    ) {
        self.method = method
        self.contentSHA1 = contentSHA1
        self.contentType = contentType
        self.date = date
        self.headers = headers
        self.path = path
    }

    /// The signature as the `Auth` header carries it behind the access key.
    ///
    /// - Parameter secret: the access key's secret; its text in UTF-8.
    package func sign(secret: [UInt8]) -> String {
        let code = HMAC<Insecure.SHA1>.authenticationCode(for: stringToSign(.byName), using: SymmetricKey(data: secret))
        return Base64.encode(Array(code))
    }

    /// Whether `signature` signs this call, compared in constant time.
    ///
    /// The sources sort the headers in two ways and published clients do either, so either is right. A part that holds a line break, or a
    /// header that appears twice, has no one string to sign and no right signature.
    package func isValid(_ signature: String, secret: [UInt8]) -> Bool {
        guard let code = Base64.decode(signature), code.count == Insecure.SHA1.byteCount, isUnambiguous else { return false }
        let key = SymmetricKey(data: secret)
        if HMAC<Insecure.SHA1>.isValidAuthenticationCode(code, authenticating: stringToSign(.byName), using: key) { return true }
        guard headers.count > 1 else { return false }
        return HMAC<Insecure.SHA1>.isValidAuthenticationCode(code, authenticating: stringToSign(.byLine), using: key)
    }

    /// Whether a `Content-Sha1` header, hexadecimal in either case, is the body's SHA-1.
    package static func contentSHA1(_ header: String, matches body: [UInt8]) -> Bool {
        guard let digest = Hex.decode(header), digest.count == Insecure.SHA1.byteCount else { return false }
        return Insecure.SHA1.hash(data: body) == digest
    }

    /// How the `dragonex-…` headers are sorted.
    package enum HeaderOrder: Sendable {
        /// As the protocol's text says.
        case byName
        /// By the whole `name:value` line, as some published clients do. It differs when one name begins with another.
        case byLine
    }

    /// What the signature is made of, in UTF-8.
    package func stringToSign(_ order: HeaderOrder) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(256)
        for part in [method, contentSHA1, contentType, date] {
            text.append(contentsOf: part.utf8)
            text.append(Self.lineFeed)
        }
        for line in sortedLines(order) {
            text.append(contentsOf: line)
            text.append(Self.lineFeed)
        }
        text.append(contentsOf: path.utf8)
        return text
    }

    private static let lineFeed = UInt8(ascii: "\n")

    private func sortedLines(_ order: HeaderOrder) -> [[UInt8]] {
        guard !headers.isEmpty else { return [] }
        return headers.map { (name: Array($0.name.utf8), line: Array("\($0.name):\($0.value)".utf8)) }
            .sorted {
                switch order {
                case .byName: $0.name.lexicographicallyPrecedes($1.name)
                case .byLine: $0.line.lexicographicallyPrecedes($1.line)
                }
            }
            .map(\.line)
    }

    private var isUnambiguous: Bool {
        for part in [method, contentSHA1, contentType, date, path] where Self.hasLineBreak(part) { return false }
        guard !headers.isEmpty else { return true }
        for header in headers where Self.hasLineBreak(header.name) || Self.hasLineBreak(header.value) { return false }
        return Set(headers.map { Array($0.name.utf8) }).count == headers.count
    }

    private static func hasLineBreak(_ text: String) -> Bool {
        text.utf8.contains { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    }
}
