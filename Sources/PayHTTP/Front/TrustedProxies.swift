import HTTPTypes
import NIOCore
import PayCore

/// The reverse proxies whose word about the caller's address is believed.
///
/// A caller can send any `X-Forwarded-For` it likes, so the header counts only when the connection itself comes from a proxy on this
/// list, and only as far back as each hop is on the list too. `Forwarded`, `X-Real-IP` and their kin are never read.
package struct TrustedProxies: Sendable {
    private let ranges: [AddressRange]

    /// - Parameter ranges: Addresses of the operator's own proxies. Empty: the header is ignored.
    package init(_ ranges: [AddressRange] = []) {
        self.ranges = ranges
    }

    /// Whether the platform believes what this address says about callers.
    package func trusts(_ address: PeerAddress) -> Bool {
        self.ranges.contains { $0.contains(address.ip) }
    }

    /// The address that a request came from, for checks against an access key's bound addresses.
    ///
    /// From a trusted proxy, the last address in `X-Forwarded-For` that is not itself a trusted proxy; when all are, the first one; the
    /// proxy's own without the header.
    /// - Parameters:
    ///   - peer: The other end of the connection (`ApplicationRequestContextSource.channel.remoteAddress`).
    ///   - headers: The request's headers.
    /// - Returns: `nil` when it cannot be known: no peer address (a Unix domain socket), or a trusted proxy sent something that is not an
    ///   address. A key with bound addresses must then be refused.
    package func callerAddress(peer: SocketAddress?, headers: HTTPFields) -> PeerAddress? {
        guard let peer, let connected = PeerAddress(peer) else { return nil }
        guard self.trusts(connected) else { return connected }
        var nearest = connected
        for field in headers.reversed() where field.name.canonicalName == "x-forwarded-for" {
            for element in field.value.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).reversed() {
                guard let hop = Self.hop(String(Substring(element))) else { return nil }
                guard self.trusts(hop) else { return hop }
                nearest = hop
            }
        }
        return nearest
    }

    private static func hop(_ element: String) -> PeerAddress? {
        element.withUTF8Bytes { PeerAddress(bytes: ASCII.trimmed($0)) }
    }
}
