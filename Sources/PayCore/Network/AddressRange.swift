/// A block of IP addresses in CIDR notation, such as `10.0.0.0/8` or `2001:db8::/32`; a bare address is a block of one.
package struct AddressRange: Hashable, Sendable, LosslessStringConvertible {
    private let base: IPAddress
    private let prefixLength: Int

    /// Reads `address` or `address/length`. `nil` when the address is not one, the length is out of range or written with a leading
    /// zero, or the address has bits set outside the prefix: that would be a mistake about which of the two was meant. An IPv4 address
    /// mapped into IPv6 is none either, since no address that it could be meant for would be in its block.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let base = IPAddress(String(first)), !base.isMappedV4 else { return nil }
        var length = base.bitWidth
        if parts.count == 2 {
            guard let given = Int(parts[1]), String(given) == parts[1], (0...base.bitWidth).contains(given) else { return nil }
            length = given
        }
        guard base.prefix(length) == base else { return nil }
        self.base = base
        prefixLength = length
    }

    /// The block as it would be written; `/32` and `/128` are left out.
    package var description: String { prefixLength == base.bitWidth ? base.description : "\(base)/\(prefixLength)" }

    /// Whether `address` is in the block. IPv4 and IPv6 never contain each other.
    package func contains(_ address: IPAddress) -> Bool { address.prefix(prefixLength) == base }
}

extension IPAddress {
    /// Bits of an address of this version: 32 or 128.
    fileprivate var bitWidth: Int {
        switch self {
        case .v4: 32
        case .v6: 128
        }
    }

    /// The address with all bits behind the first `length` cleared.
    fileprivate func prefix(_ length: Int) -> IPAddress {
        // Swift's shift by the full width or more gives zero, as the masks of `/0` and of the second half need.
        switch self {
        case .v4(let number): .v4(number & UInt32.max << (32 - length))
        case .v6(let high, let low):
            .v6(high: high & UInt64.max << max(64 - length, 0), low: low & UInt64.max << (length <= 64 ? 64 : 128 - length))
        }
    }
}
