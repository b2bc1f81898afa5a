/// The value of `Host`: `host` or `host:port`, where host is a name, an IPv4 address or a bracketed IPv6 address.
enum HostHeader {
    /// Whether `value` (without blanks at its ends) is of that form. Stricter than RFC 3986's `authority`: no user-info, no
    /// percent-escapes, no sub-delimiters, no empty port; 255 bytes of host at most.
    static func isValid(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = value.first else { return false }
        guard let hostEnd = first == UInt8(ascii: "[") ? endOfBracketedAddress(value) : endOfName(value) else { return false }
        if hostEnd == value.endIndex { return true }
        guard value[hostEnd] == UInt8(ascii: ":") else { return false }
        return isPort(UnsafeBufferPointer(rebasing: value[(hostEnd + 1)...]))
    }

    private static func endOfName(_ value: UnsafeBufferPointer<UInt8>) -> Int? {
        let end = value.firstIndex(of: UInt8(ascii: ":")) ?? value.endIndex
        guard (1...255).contains(end) else { return nil }
        for byte in value[..<end] {
            switch byte {
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): continue
            default: guard ASCII.isAlphanumeric(byte) else { return nil }
            }
        }
        return end
    }

    private static func endOfBracketedAddress(_ value: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let bracket = value.firstIndex(of: UInt8(ascii: "]")),
            PeerAddress(ipv6: UnsafeBufferPointer(rebasing: value[1..<bracket])) != nil
        else { return nil }
        return bracket + 1
    }

    private static func isPort(_ digits: UnsafeBufferPointer<UInt8>) -> Bool {
        guard (1...5).contains(digits.count), digits.allSatisfy(ASCII.isDigit) else { return false }
        let number = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        return (1...65_535).contains(number)
    }
}
