extension PeerAddress: LosslessStringConvertible {
    /// Dotted decimal for IPv4; for IPv6 the canonical form of RFC 5952: lower case, the longest run of zero groups as `::`.
    package var description: String {
        self.version == 4 ? self.bytes.map(String.init).joined(separator: ".") : self.ipv6Text
    }

    /// Reads dotted decimal, or any spelling of RFC 4291 section 2.2 (its last 32 bits also in dotted decimal). Neither leading zeros
    /// in IPv4, nor a zone, nor brackets, nor blanks, nor a port. `nil` for everything else.
    package init?(_ text: String) {
        guard let address = text.withUTF8Bytes({ PeerAddress(bytes: $0) }) else { return nil }
        self = address
    }

    init?(bytes: UnsafeBufferPointer<UInt8>) {
        if let address = PeerAddress(ipv4: bytes) ?? PeerAddress(ipv6: bytes) {
            self = address
        } else {
            return nil
        }
    }

    init?(ipv4 text: UnsafeBufferPointer<UInt8>) {
        guard let bits = Self.ipv4Bits(text[...]) else { return nil }
        self.init(ipv4: bits)
    }

    /// Groups before `::` are counted from the front, groups after it from the back; without `::` there are exactly eight.
    init?(ipv6 text: UnsafeBufferPointer<UInt8>) {
        guard (2...45).contains(text.count) else { return nil }
        var rest = text[...]
        var front = Groups()
        var back: Groups?
        if Self.skipDoubleColon(&rest) { back = Groups() }
        while !rest.isEmpty {
            guard front.count + (back?.count ?? 0) < 8 else { return nil }
            if let dotted = Self.ipv4Bits(rest) {
                back?.append(dotted)
                if back == nil { front.append(dotted) }
                rest = rest[rest.endIndex...]
                break
            }
            guard let group = Self.readGroup(&rest) else { return nil }
            back?.append(group)
            if back == nil { front.append(group) }
            if rest.isEmpty { break }
            if back == nil, Self.skipDoubleColon(&rest) {
                back = Groups()
            } else {
                // A single colon separates two groups, so another group must follow it.
                guard rest.first == UInt8(ascii: ":"), rest.count > 1 else { return nil }
                rest = rest.dropFirst()
            }
        }
        let count = front.count + (back?.count ?? 0)
        if let back {
            guard count < 8 else { return nil }
            self.init(ipv6: front.bits << (16 * (8 - front.count)) | back.bits)
        } else {
            guard count == 8 else { return nil }
            self.init(ipv6: front.bits)
        }
    }

    /// Consecutive 16-bit groups as one number.
    private struct Groups {
        var bits: UInt128 = 0
        var count = 0

        mutating func append(_ group: UInt16) {
            self.bits = self.bits << 16 | UInt128(group)
            self.count += 1
        }

        mutating func append(_ dotted: UInt32) {
            self.append(UInt16(truncatingIfNeeded: dotted >> 16))
            self.append(UInt16(truncatingIfNeeded: dotted))
        }
    }

    private static func skipDoubleColon(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard rest.starts(with: [UInt8(ascii: ":"), UInt8(ascii: ":")]) else { return false }
        rest = rest.dropFirst(2)
        return true
    }

    private static func readGroup(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> UInt16? {
        var value: UInt16 = 0
        var digits = 0
        while let byte = rest.first, let digit = ASCII.hexDigit(byte) {
            guard digits < 4 else { return nil }
            value = value << 4 | UInt16(digit)
            digits += 1
            rest = rest.dropFirst()
        }
        return digits > 0 ? value : nil
    }

    private static func ipv4Bits(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> UInt32? {
        guard (7...15).contains(text.count) else { return nil }
        var bits: UInt32 = 0
        var parts = 0
        for part in text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            guard let value = octet(part) else { return nil }
            bits = bits << 8 | value
            parts += 1
        }
        return parts == 4 ? bits : nil
    }

    private static func octet(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> UInt32? {
        guard (1...3).contains(digits.count), digits.allSatisfy(ASCII.isDigit) else { return nil }
        if digits.count > 1, digits.first == UInt8(ascii: "0") { return nil }
        let value = digits.reduce(0) { $0 * 10 + UInt32($1 - UInt8(ascii: "0")) }
        return value <= 255 ? value : nil
    }

    private var ipv6Text: String {
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: self.bits >> (16 * (7 - $0))) }
        guard let zeros = Self.longestZeroRun(groups) else {
            return Self.hexText(groups[...])
        }
        return Self.hexText(groups[..<zeros.lowerBound]) + "::" + Self.hexText(groups[zeros.upperBound...])
    }

    private static func hexText(_ groups: ArraySlice<UInt16>) -> String {
        groups.map { String($0, radix: 16) }.joined(separator: ":")
    }

    /// RFC 5952, section 4.2: the first of the longest runs, and never a run of one group.
    private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int>? {
        var longest: Range<Int>?
        var start = 0
        while start < groups.count {
            var end = start
            while end < groups.count, groups[end] == 0 { end += 1 }
            if end - start >= 2, end - start > longest?.count ?? 0 { longest = start..<end }
            start = max(end, start) + 1
        }
        return longest
    }
}
