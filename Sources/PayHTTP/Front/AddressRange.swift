/// A block of IP addresses in CIDR notation, such as `10.0.0.0/8` or `2001:db8::/32`; a bare address is a block of one.
package struct AddressRange: Hashable, Sendable, LosslessStringConvertible {
    let base: PeerAddress
    let prefixLength: Int

    /// Reads `address` or `address/length`. `nil` when the address is not one, the length is out of range or written with a leading
    /// zero, or the address has bits set outside the prefix: that would be a mistake about which of the two was meant.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let base = PeerAddress(String(first)) else { return nil }
        self.base = base
        if parts.count == 1 {
            self.prefixLength = base.bitWidth
        } else {
            guard let length = Int(parts[1]), String(length) == parts[1], (0...base.bitWidth).contains(length) else { return nil }
            self.prefixLength = length
        }
        guard base.bits & ~self.mask == 0 else { return nil }
    }

    /// The block as it would be written; `/32` and `/128` are left out.
    package var description: String {
        self.prefixLength == self.base.bitWidth ? self.base.description : "\(self.base)/\(self.prefixLength)"
    }

    /// Whether `address` is in the block. IPv4 and IPv6 never contain each other.
    package func contains(_ address: PeerAddress) -> Bool {
        address.version == self.base.version && address.bits & self.mask == self.base.bits
    }

    private var mask: UInt128 {
        let hostBits = self.base.bitWidth - self.prefixLength
        // Swift's shift by the full width gives zero, as the mask of `/0` needs.
        let all: UInt128 = self.base.version == 4 ? 0xffff_ffff : .max
        return all & (UInt128.max << UInt128(hostBits))
    }
}
