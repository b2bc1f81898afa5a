import PayCore

/// The host and port of a ``WebURL``.
enum WebURLAuthority {
    static func parse(_ authority: ArraySlice<UInt8>) throws(WebURLError) -> (host: WebURL.Host, port: Int?) {
        guard !authority.contains(UInt8(ascii: "@")) else { throw .userInfo }
        if authority.first == UInt8(ascii: "[") {
            guard let end = authority.firstIndex(of: UInt8(ascii: "]")) else { throw .host }
            return (try bracketedHost(authority[(authority.startIndex + 1)..<end]), try port(authority[(end + 1)...]))
        }
        let end = authority.firstIndex(of: UInt8(ascii: ":")) ?? authority.endIndex
        return (try namedHost(authority[..<end]), try port(authority[end...]))
    }

    private static func bracketedHost(_ bytes: ArraySlice<UInt8>) throws(WebURLError) -> WebURL.Host {
        let hasUpperCase = bytes.contains { (UInt8(ascii: "A")...UInt8(ascii: "F")).contains($0) }
        guard !hasUpperCase, let address = IPAddress(String(decoding: bytes, as: UTF8.self)), case .v6 = address else { throw .host }
        return .address(address)
    }

    private static func namedHost(_ bytes: ArraySlice<UInt8>) throws(WebURLError) -> WebURL.Host {
        guard bytes.count <= 253 else { throw .host }
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.allSatisfy(isLabel), let last = labels.last else { throw .host }
        let text = String(decoding: bytes, as: UTF8.self)
        guard isNumber(last) else { return .name(text) }
        // Such a host is an IPv4 address to those who read the forms of inet_aton; only the form that all read alike passes.
        guard let address = IPAddress(text), case .v4 = address else { throw .host }
        return .address(address)
    }

    /// Lower-case letters, digits and inner hyphens, 1 to 63.
    private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
        guard (1...63).contains(label.count), label.first != UInt8(ascii: "-"), label.last != UInt8(ascii: "-") else { return false }
        return label.allSatisfy {
            switch $0 {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"): true
            default: false
            }
        }
    }

    /// Digits only, or hexadecimal digits behind `0x`.
    private static func isNumber(_ label: ArraySlice<UInt8>) -> Bool {
        if label.starts(with: "0x".utf8) { return label.dropFirst(2).allSatisfy { Hex.value(of: $0) != nil } }
        return label.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// - Parameter bytes: what follows the host: nothing, or a colon and the port.
    private static func port(_ bytes: ArraySlice<UInt8>) throws(WebURLError) -> Int? {
        guard let colon = bytes.first else { return nil }
        let digits = bytes.dropFirst()
        guard colon == UInt8(ascii: ":"), (1...5).contains(digits.count), digits.first != UInt8(ascii: "0") else { throw .port }
        var port = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { throw .port }
            port = port * 10 + Int(digit - UInt8(ascii: "0"))
        }
        guard port <= 65_535 else { throw .port }
        return port
    }
}
