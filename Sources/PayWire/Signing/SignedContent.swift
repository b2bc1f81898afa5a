import Crypto

/// What both strong signatures sign: `id.time.body`.
struct SignedContent {
    let id: String
    let time: Int64
    let body: [UInt8]

    /// One signature for each secret, separated by spaces.
    func sign(_ secrets: [[UInt8]]) -> String { secrets.map(sign).joined(separator: " ") }

    /// Whether one of the signatures in a header is right. Each is compared in constant time.
    func isValid(oneOf header: String, _ secret: [UInt8]) -> Bool {
        header.split(separator: " ", omittingEmptySubsequences: false).contains { isValid(String($0), secret) }
    }

    /// `v1,` and the base64 of hmac-sha256.
    private func sign(_ secret: [UInt8]) -> String {
        "v1," + Base64.encode(Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: secret))))
    }

    /// In constant time; `false` for every version but `v1`.
    private func isValid(_ signature: String, _ secret: [UInt8]) -> Bool {
        guard signature.utf8.starts(with: "v1,".utf8), let code = Base64.decode(String(signature.dropFirst(3))),
            code.count == SHA256.byteCount
        else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: bytes, using: SymmetricKey(data: secret))
    }

    private var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(id.utf8.count + 24 + body.count)
        bytes.append(contentsOf: id.utf8)
        bytes.append(UInt8(ascii: "."))
        bytes.append(contentsOf: String(time).utf8)
        bytes.append(UInt8(ascii: "."))
        bytes.append(contentsOf: body)
        return bytes
    }
}
