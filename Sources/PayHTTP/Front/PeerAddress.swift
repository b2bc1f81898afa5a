import NIOCore
import PayCore

/// The IP address of a caller, as bytes and as text, in one spelling per address: an IPv4 address that arrives mapped into IPv6
/// (`::ffff:192.0.2.1`, as a dual-stack listener reports it) is the IPv4 address.
package struct PeerAddress: Hashable, Sendable {
    /// 4 or 6.
    package let version: Int
    /// The address as a number: 32 bits of it for IPv4, 128 for IPv6.
    let bits: UInt128

    init(ipv4 bits: UInt32) {
        self.version = 4
        self.bits = UInt128(bits)
    }

    init(ipv6 bits: UInt128) {
        let isMappedIPv4 = bits >> 32 == 0xffff
        self.version = isMappedIPv4 ? 4 : 6
        self.bits = isMappedIPv4 ? bits & 0xffff_ffff : bits
    }

    /// The address of a connection's other end; `nil` for a Unix domain socket. Port and IPv6 scope are left out.
    package init?(_ socketAddress: SocketAddress) {
        // Through its text, because the system's address structures belong to a module that differs between platforms.
        guard let text = socketAddress.ipAddress else { return nil }
        self.init(text)
    }

    /// The address in network byte order: 4 or 16 bytes.
    package var bytes: [UInt8] {
        let count = self.bitWidth / 8
        return (0..<count).map { UInt8(truncatingIfNeeded: self.bits >> (8 * (count - 1 - $0))) }
    }

    /// The same address as the rest of the platform knows it.
    package var ip: IPAddress {
        version == 4
            ? .v4(UInt32(truncatingIfNeeded: bits))
            : .v6(high: UInt64(truncatingIfNeeded: bits >> 64), low: UInt64(truncatingIfNeeded: bits))
    }

    /// Whether it is this machine's own.
    var isLoopback: Bool { version == 4 ? bits >> 24 == 127 : bits == 1 }

    /// Bits of an address of this version: 32 or 128.
    var bitWidth: Int { self.version == 4 ? 32 : 128 }
}
